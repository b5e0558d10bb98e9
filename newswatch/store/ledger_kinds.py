"""Which rows make up the record of a unit, and what of each is entered in its ledger.

A table joins with one `Kind` below, and one line in a change of the tables: `join(db, "name")` of `ledger_tables`.
"""

from collections.abc import Mapping

from newswatch.store.ledger_contents import with_enclosures, with_items_named
from newswatch.store.ledger_kind import DECISION, ITEM, SOURCE, Kind


def _plain(names: str, **left_out: object) -> dict[str, object]:
    """Columns without a default, and those with one."""
    return dict.fromkeys(names.split()) | left_out


_ALL = (
    Kind(
        "sources",
        _plain("key kind url", profile=""),
        events=(
            ("INSERT", ""),
            ("UPDATE", "NEW.key <> OLD.key OR NEW.url <> OLD.url OR NEW.profile <> OLD.profile OR NEW.kind <> OLD.kind"),
        ),
        rewritten=True,
        says="r.key || ' ' || r.url",
    ),
    Kind(
        "fetches",
        _plain("fetched_at outcome reach ended pages entries body_at", error="", etag="", last_modified="", sha256="", warnings="[]")
        | _plain("", traceback="", proof="", last_at="", times=1, repeats="", finished=1, gist="", quiet=""),
        ("source", "run", "last_run"),
        of=SOURCE,
        events=(("INSERT", "NEW.finished = 1"), ("UPDATE", "NEW.finished = 1 AND OLD.finished = 0")),
        rows="r.finished = 1",
        at="r.fetched_at",
        says="r.outcome",
        hexed=("repeats",),
    ),
    Kind(
        "observations",
        _plain(
            "seen_at kind whole url title text printed_at listing_at feed_at url_at header_at published_at date_origin local_day digest capture"
        )
        | _plain("relative_at modified_at bare_at bare_place", printed_raw="", stated="[]", elsewhere=0),
        ("item", "source", "run", "answer"),
        of=ITEM,
        at="r.seen_at",
        says="r.title",
    ),
    Kind("namings", {}, ("item", "answer"), of=ITEM, key="$r.item_id"),
    Kind(
        "moves",
        _plain("key url seen_at"),
        ("item",),
        of=ITEM,
        key="$r.item_id || ' ' || $r.key",
        find="r.item_id = CAST(substr(?1, 1, instr(?1, ' ')) AS INTEGER) AND r.key = substr(?1, instr(?1, ' ') + 1)",
        at="r.seen_at",
        says="r.url",
    ),
    Kind("origins", _plain("origin sign decided_at"), ("item",), of=ITEM, key="$r.item_id", at="r.decided_at", says="r.origin"),
    Kind(
        "decisions",
        _plain("decided_at kind decided_by verdict domain published_on origin item_type", lexicon="", own_story=0, phrases="[]")
        | _plain("", because="", not_during="[]", dead_link=0),
        ("item", "same_as"),
        of=ITEM,
        at="r.decided_at",
        says="r.kind || ' ' || coalesce(r.verdict, '') || ' ' || r.because",
    ),
    Kind(
        "withdrawals",
        _plain("withdrawn_at withdrawn_by because"),
        ("decision",),
        of=DECISION,
        key="$r.decision_id",
        at="r.withdrawn_at",
        says="r.because",
    ),
    Kind(
        "bulletins",
        _plain(
            "taken_in_at file file_row aired_on aired_at duration session programme section title summary script item_type origin origin_raw"
        )
        | _plain("author editor approver announcer approved_on speaker_clusters web_link entered_by note"),
        ("item", "run"),
        of=ITEM,
        key="$r.item_id",
        at="r.taken_in_at",
        says="r.title",
    ),
    Kind(
        "voids",
        _plain("voided_at voided_by void_reason"),
        ("item",),
        table="bulletins",
        of=ITEM,
        key="$r.item_id",
        events=(("INSERT", "NEW.voided_at IS NOT NULL"), ("UPDATE", "NEW.voided_at IS NOT NULL AND OLD.voided_at IS NULL")),
        rows="r.voided_at IS NOT NULL",
        at="r.voided_at",
        says="r.title",
    ),
    Kind(
        "closings",
        _plain("month closed_at closed_by none_aired"),
        at="r.closed_at",
        says="r.month",
    ),
    Kind(
        "intakes",
        _plain("sha256 file taken_in_at rows problems"),
        ("log",),
        key="$r.sha256",
        events=(("INSERT", ""), ("UPDATE", "")),
        rewritten=True,
        at="r.taken_in_at",
        says="r.file",
    ),
    Kind("ignored_files", _plain("file ignored_at ignored_by because"), at="r.ignored_at", says="r.file"),
    Kind(
        "statements",
        _plain("month revision stated_at rule rule_digest short state", basis="{}", log="", head=""),
        at="r.stated_at",
        says="r.month || ' ' || r.state",
        finish=with_items_named,
    ),
    Kind(
        "notifications",
        _plain("kind period revision stated made_at year subject text html short_text facts"),
        at="r.made_at",
        says="r.subject",
        finish=with_enclosures,
    ),
    Kind("watches", _plain("began_on"), key="$r.unit_id", says="r.began_on"),
    Kind(
        "attachments",
        _plain("sha256 kind name note attached_at attached_by"),
        ("item", "file", "paper_of"),
        of=ITEM,
        at="r.attached_at",
        says="r.name",
    ),
    Kind(
        "file_voids",
        _plain("voided_at voided_by because"),
        ("item", "attachment"),
        of=ITEM,
        key="$r.attachment_id",
        at="r.voided_at",
        says="r.because",
    ),
    Kind(
        "page_parts",
        _plain("year url final_url status content_type headers asked_at outcome error sha256"),
        ("item", "answer", "file"),
        of=ITEM,
        at="r.asked_at",
        says="r.url",
    ),
    Kind("page_copies", _plain("kind sha256 made_at maker"), ("item", "answer", "file"), of=ITEM, at="r.made_at", says="r.kind"),
    Kind(
        "feeds",
        _plain("way target year key body made_at sent_at", answer=""),
        events=(("UPDATE", "NEW.state = 'sent' AND OLD.state <> 'sent'"),),
        rows="r.state = 'sent'",
        at="r.sent_at",
        says="r.way || ' ' || r.target",
        hexed=("body",),
    ),
    Kind("signatures", _plain("function signed_by signed_at"), ("statement",), at="r.signed_at", says="r.function || ' ' || r.signed_by"),
    Kind("adoptions", _plain("adopted_at links kinds"), at="r.adopted_at", says="r.links"),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}

UNLEDGERED: Mapping[str, str] = {
    "units": "the configuration's names and counters of work; the id stands at the beginning of the chain",
    "items": "entered with each record that names one",
    "answers": "entered with the observation or the naming that cites one",
    "captures": "entered by digest with the answer that brought it; bytes and labels are held against that",
    "log_files": "entered by digest and size with the file's intake; the bytes are held against the digest",
    "texts": "named by digest in statements and decisions, and held against it; name and time of keeping are labels of what units share",
    "enclosures": "entered with their notice",
    "files": "entered by digest, size and type with what names one; the bytes are held against the digest; when one was first kept is a label",
    "copying": "working state: how far the copying of pages has come",
    "copied_units": "working state",
    "budgets_told": "working state: that a budget was said to be spent",
    "begun": "working state: whose turn it was",
    "requests": "working state: how much each host was asked",
    "runs": "how work went; entered with the records that a run made",
    "duties": "which run was the last",
    "deliveries": "on the way until it is sent; what is sent is the notice",
    "sightings": "working state: the digest of what a source last said, which the next poll compares with",
    "guids": "working state: the names by which feeds know items again",
    "articles": "working state: when to ask for an article again; what came back is an observation",
    "unread_files": "working state: what lies in the inbox just now; the files that were taken in or ignored are entered",
    "whole_since": "a mark of a change of the tables",
    "bases": "what the next statement is compared with; each statement has its own",
    "gone_over": "working state",
    "kept": "can be made anew at any time",
    "kept_pairs": "can be made anew at any time",
    "kept_figures": "can be made anew at any time",
    "indexed_units": "can be made anew at any time",
    "indexed_items": "can be made anew at any time",
    "indexed_keys": "can be made anew at any time",
    "unindexed": "which items are to be indexed again",
    "done": "can be made anew at any time",
    "found_items": "can be made anew at any time",
    "found_up_to": "can be made anew at any time",
    "found_words": "can be made anew at any time",
    **{f"found_words_{part}": "a part of found_words" for part in ("config", "content", "data", "docsize", "idx")},
    "ledger": "the chain itself",
    "gaps": "working state: whose board may have been told more than is known here",
    "prunings": "who dropped bodies of pages; what was dropped is held against it",
    "pruned": "which bodies were dropped, by which pruning",
    "stamps": "each is proved by the signature of the authority that stamped the head",
    "unsealed": "empty outside a transaction",
    "accounts": "who may do what here; what they decided is entered with their names",
    "grants": "who may do what here",
    "sessions": "who is signed in just now",
    "one_time_links": "on the way until they are used",
    "writes": "who wrote what, from where; what they wrote is entered itself",
    "staged_files": "on the way until they are taken in",
    "column_meanings": "how logs are read; the bulletins read are entered",
    "_sqlite_migrations": "which changes of the tables were made",
}
"""The tables that have no links of their own, and why."""
