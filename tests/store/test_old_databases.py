"""Databases that earlier versions made: each opens, and is judged as it was, save what its polls had assumed."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from office import Office
from portal import Portal

from newswatch.core.model import LOCAL
from newswatch.report import json_shapes, score_feed
from newswatch.services import statements

DATABASES = sorted((Path(__file__).parent / "databases").glob("*.sql"))
NOW = datetime(2026, 11, 10, 9, tzinfo=LOCAL)


def restored(dump: Path, into: Path) -> None:
    """Makes a database file from its dump."""
    database = sqlite3.connect(into)
    database.executescript(dump.read_text(encoding="utf-8"))
    database.close()


def judged(office: Office) -> dict[str, Any]:
    """The year as stated now, in the shape of the expected results."""
    with office.store() as store:
        year = statements.year_of(store, office.unit, 2026, NOW)
    score = score_feed.score(office.unit, year)
    items = [json_shapes.item(line) for line in year.lines]
    return {
        "score": score["score"],
        "low": score["range"]["low"],
        "high": score["range"]["high"],
        "months": {m["month"]: [m["counted"], m["state"], m["awaiting_review"]] for m in score["months"]},
        "items": {str(i["id"]): [i["counted"], i["excluded_because"], i["verdict"], i["decided_by"], i["title"]] for i in items},
    }


@pytest.mark.parametrize("dump", DATABASES, ids=lambda p: p.stem)
def test_a_database_of_an_earlier_version_is_judged_alike(tmp_path: Path, portal: Portal, dump: Path) -> None:
    """A database that an earlier version made is brought up to date when opened; its counts and verdicts are those of then.

    Its polls assumed what they saw to be whole, so that they prove nothing: what they called short is unknown until the next poll.
    """
    office = Office(tmp_path, portal)
    restored(dump, office.settings.database)
    then, now = json.loads(dump.with_suffix(".json").read_text(encoding="utf-8")), judged(office)
    assert now["items"] == then["items"]
    unproved = {m: [counted, "unknown" if state == "short" else state, waiting] for m, (counted, state, waiting) in then["months"].items()}
    assert now["months"] == unproved
