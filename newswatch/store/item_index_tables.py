"""Helper tables by which polls find what is known of items without reading all of them. Any row of theirs may be deleted at any time.

`indexed_units` names the units whose items are indexed, by which program, and for which `id_pattern`s (`item_index`); of the others all is read.
`unindexed` are the items of which something was written since: they count as an answer to every question. `indexed_keys` holds those alone whose address
gives another key today than they are known by. Where a row is deleted, its unit is indexed no more.
"""

ITEM_INDEX = """
CREATE TABLE indexed_units (unit_id INTEGER PRIMARY KEY REFERENCES units, made_by TEXT NOT NULL, patterns TEXT NOT NULL) STRICT;
CREATE TABLE indexed_items (
    item_id INTEGER PRIMARY KEY REFERENCES items, unit_id INTEGER NOT NULL REFERENCES units, title INTEGER NOT NULL, site TEXT, published_at TEXT,
    elsewhere INTEGER NOT NULL, waits INTEGER NOT NULL, reading TEXT, place TEXT, dated INTEGER NOT NULL, event INTEGER NOT NULL, dated_at TEXT
) STRICT;
CREATE TABLE indexed_keys (
    unit_id INTEGER NOT NULL REFERENCES units, id_pattern TEXT NOT NULL, key TEXT NOT NULL, item_id INTEGER NOT NULL REFERENCES items,
    PRIMARY KEY (unit_id, id_pattern, key, item_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE unindexed (
    unit_id INTEGER NOT NULL REFERENCES units, item_id INTEGER NOT NULL REFERENCES items, PRIMARY KEY (unit_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX indexed_by_title ON indexed_items (unit_id, title);
CREATE INDEX indexed_by_day ON indexed_items (unit_id, published_at);
CREATE INDEX indexed_by_site ON indexed_items (unit_id, site, place, dated, event);
CREATE INDEX indexed_elsewhere ON indexed_items (unit_id) WHERE elsewhere;
CREATE INDEX indexed_waiting ON indexed_items (unit_id) WHERE waits;
CREATE INDEX indexed_by_reading ON indexed_items (unit_id, reading) WHERE reading IS NOT NULL;
CREATE INDEX indexed_by_place ON indexed_items (unit_id, dated_at) WHERE dated_at IS NOT NULL;
CREATE INDEX indexed_keys_of_item ON indexed_keys (item_id);
CREATE INDEX articles_by_body ON articles (substr(body, 1, 12)) WHERE body <> '';
CREATE INDEX moves_by_key ON moves (key);
CREATE INDEX decisions_of_days ON decisions (item_id) WHERE published_on IS NOT NULL;

CREATE TRIGGER unindexed_observation AFTER INSERT ON observations WHEN NEW.kind = 'seen'
BEGIN INSERT INTO unindexed SELECT unit_id, id FROM items WHERE id = NEW.item_id ON CONFLICT DO NOTHING; END;
CREATE TRIGGER unindexed_key AFTER UPDATE ON items
BEGIN INSERT INTO unindexed VALUES (NEW.unit_id, NEW.id) ON CONFLICT DO NOTHING; END;
CREATE TRIGGER indexed_item_lost AFTER DELETE ON indexed_items BEGIN DELETE FROM indexed_units WHERE unit_id = OLD.unit_id; END;
CREATE TRIGGER indexed_key_lost AFTER DELETE ON indexed_keys BEGIN DELETE FROM indexed_units WHERE unit_id = OLD.unit_id; END;
CREATE TRIGGER unindexed_lost AFTER DELETE ON unindexed BEGIN DELETE FROM indexed_units WHERE unit_id = OLD.unit_id; END;
CREATE TRIGGER indexed_answer AFTER INSERT ON articles
BEGIN UPDATE indexed_items SET waits = NEW.answer NOT IN ('', 'article', 'body', 'file', 'entry') WHERE item_id = NEW.item_id; END;
CREATE TRIGGER indexed_answer_changed AFTER UPDATE ON articles WHEN NEW.answer <> OLD.answer
BEGIN UPDATE indexed_items SET waits = NEW.answer NOT IN ('', 'article', 'body', 'file', 'entry') WHERE item_id = NEW.item_id; END;
"""
"""The answers named are those after which nobody asks for an article again (`Answer.unread`)."""
