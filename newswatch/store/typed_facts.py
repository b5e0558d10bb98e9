"""What the upgrade to typed facts does to the rows of an earlier version: texts become values of a declared shape."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

_WEIGHED = re.compile(r"(?P<weight>[+-]\d+\.\d+) (?P<text>.*) \((?P<where>\w+)\)", re.DOTALL)
_DAY = re.compile(r"(?:(?P<origin>[a-z]+) )?(?P<day>\d{4}-\d\d-\d\d)")


def convert_decisions(db: Database) -> None:
    """Reasons were texts: of the program its phrases as people read them, of a person one sentence. The program was known by a name."""
    db.execute("UPDATE decisions SET decided_by = '' WHERE kind = 'ruling'")
    for id_, kind, reasons in list(db.execute("SELECT id, kind, reasons FROM decisions")):
        texts = json.loads(reasons)
        if kind == "person":
            db.execute("UPDATE decisions SET because = ? WHERE id = ?", ("; ".join(texts), id_))
        else:
            db.execute("UPDATE decisions SET phrases = ? WHERE id = ?", (json.dumps([_phrase(t) for t in texts], ensure_ascii=False), id_))


def _phrase(text: str) -> dict[str, Any]:
    found = _WEIGHED.fullmatch(text)
    if found is None:
        return {"text": text, "where": "text", "start": 0, "weight": 0.0}
    return {"text": found["text"], "where": found["where"], "start": 0, "weight": float(found["weight"])}


def convert_causes(db: Database) -> None:
    """Causes were lists of four texts: kind, item, the name of a reason, its detail."""
    for id_, causes in list(db.execute("SELECT id, causes FROM statements WHERE causes <> '[]'")):
        told = [_cause(*cause) for cause in json.loads(causes)]
        db.execute("UPDATE statements SET causes = ? WHERE id = ?", (json.dumps(told, ensure_ascii=False), id_))


def _cause(kind: str, item: int, why: str, detail: str) -> dict[str, Any]:
    if kind == "added":
        day, _, by = detail.partition(", ")
        return {"kind": kind, "item": item, "day": day, "by": by}
    if kind == "removed":
        return {"kind": kind, "item": item, "reason": _reason(why.lower(), detail)}
    return {"kind": kind, "item": item}


def _reason(why: str, detail: str) -> dict[str, Any]:
    if why == "same_story":
        return {"why": why, "item": int(detail)} if detail.isdigit() else {"why": why}
    if days := [[found["origin"], found["day"]] for found in _DAY.finditer(detail)]:
        return {"why": why, "days": days}
    return {"why": why, "about": detail} if detail else {"why": why}


def decide_origins(db: Database) -> None:
    """What an article shows of its origin is recorded once, as the version that stored it would have said it."""
    from newswatch.core.classify.reposts import repost_sign  # with it comes the whole vocabulary, which opening a database needs only here

    into = "INSERT INTO origins (item_id, origin, sign, decided_at) VALUES (?, ?, ?, ?)"
    articles = "SELECT id, title, text, whole, first_seen_at FROM countables WHERE channel = 'portal'"
    for id_, title, text, whole, at in list(db.execute(articles)):
        sign = repost_sign(title, text)
        if whole or sign:
            db.execute(into, (id_, "repost" if sign else "own", sign, at))
