"""The view `countables`: every item that was not voided, with what stands of it. It is made anew whenever a change of the tables touches it."""

VIEW = """
CREATE VIEW countables AS
SELECT i.id, i.unit_id, i.channel, i.first_seen_at,
    coalesce(o.url, b.web_link, '') AS url, coalesce(o.title, b.title) AS title,
    coalesce(o.text, b.script || char(10) || b.summary) AS text,
    o.published_at, coalesce(o.local_day, b.aired_on) AS local_day, b.aired_on, b.aired_at,
    coalesce(o.date_origin, 'log') AS date_origin, coalesce(o.stated, '[]') AS stated,
    coalesce(o.whole, 1) AS whole,
    (SELECT f.local_day FROM observations f WHERE f.item_id = i.id AND f.local_day IS NOT NULL AND f.date_origin <> 'modified'
        ORDER BY f.id LIMIT 1) AS first_day,
    (SELECT min(f.seen_at) FROM observations f WHERE f.item_id = i.id AND f.local_day = o.local_day) AS dated_at,
    (SELECT f.source_id FROM observations f WHERE f.item_id = i.id ORDER BY f.id LIMIT 1) AS first_source,
    (i.channel = 'portal' AND EXISTS (SELECT 1 FROM observations g WHERE g.item_id = i.id AND g.kind = 'gone' AND g.id > o.id)) AS gone,
    coalesce(p.verdict, r.verdict, 'unsure') AS verdict,
    CASE WHEN p.verdict IS NULL THEN r.domain ELSE coalesce(p.domain, r.domain) END AS domain,
    coalesce(r.phrases, '[]') AS phrases, coalesce(p.because, '') AS because,
    CASE WHEN p.verdict IS NULL THEN 'program' ELSE 'person' END AS decider, coalesce(p.decided_by, '') AS decided_by,
    (SELECT d.published_on FROM standing d WHERE d.item_id = i.id AND d.published_on IS NOT NULL ORDER BY d.id DESC LIMIT 1) AS settled_on,
    (SELECT CASE WHEN d.own_story THEN i.id ELSE d.same_as END FROM standing d
        WHERE d.item_id = i.id AND (d.same_as IS NOT NULL OR d.own_story) ORDER BY d.id DESC LIMIT 1) AS same_as,
    coalesce((SELECT d.origin FROM standing d WHERE d.item_id = i.id AND d.origin IS NOT NULL ORDER BY d.id DESC LIMIT 1),
        b.origin, g.origin, 'own') AS origin,
    coalesce((SELECT d.item_type FROM standing d WHERE d.item_id = i.id AND d.item_type IS NOT NULL ORDER BY d.id DESC LIMIT 1),
        b.item_type) AS item_type
FROM items i
LEFT JOIN observations o ON o.id = (SELECT max(id) FROM observations WHERE item_id = i.id AND kind = 'seen')
LEFT JOIN bulletins b ON b.item_id = i.id
LEFT JOIN origins g ON g.item_id = i.id
LEFT JOIN decisions r ON r.id = (SELECT max(id) FROM decisions WHERE item_id = i.id AND kind = 'ruling')
LEFT JOIN decisions p ON p.id = (SELECT max(id) FROM standing WHERE item_id = i.id AND verdict IS NOT NULL)
WHERE b.voided_at IS NULL AND (o.id IS NOT NULL OR b.item_id IS NOT NULL);
"""

STANDING = """
CREATE VIEW standing AS
SELECT d.* FROM decisions d WHERE d.kind = 'person' AND NOT EXISTS (SELECT 1 FROM withdrawals w WHERE w.decision_id = d.id);
"""
