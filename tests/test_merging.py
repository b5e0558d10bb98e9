"""The year in which a commune was formed of others: by itself, with the sum of their months, or each beside it."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from command import newswatch
from communes import publishes
from portal import Portal, profile_toml

from newswatch.core.model import LOCAL

UNITS = {
    "cu-mot": ("Cũ Một", "valid_to = 2026-06-30", dict.fromkeys(range(1, 7), 2)),
    "cu-hai": ("Cũ Hai", "valid_to = 2026-06-30", dict.fromkeys(range(1, 7), 2) | {6: 1}),
    "moi": ("Mới", 'valid_from = 2026-07-01\npredecessors = ["cu-mot", "cu-hai"]', dict.fromkeys(range(7, 11), 4)),
}


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two communes with two items a month until June 2026, and the one formed of them in July, each with its own portal, all looked at."""
    folder = tmp_path_factory.mktemp("merged")
    with ExitStack() as stack:
        tables = []
        for key, (name, validity, items) in UNITS.items():
            portal = stack.enter_context(Portal())
            publishes(portal, 2026, items)
            tables.append(
                f'[[units]]\nid = "{key}"\nname = "{name}"\nrules = ["quang-dien-2614"]\nbroadcasts = "unwatched"\n{validity}\n[[units.sources]]\n'
                f'id = "site"\nkind = "listing"\nurl = "{portal.listing_url}"\n[units.sources.profile]\n{profile_toml()}\n'
            )
        (folder / "config.toml").write_text("[fetch]\npace_seconds = 0\n" + "".join(tables), encoding="utf-8")
        stack.enter_context(time_machine.travel(datetime(2026, 11, 20, 8, tzinfo=LOCAL)))
        done = newswatch("backfill", "--since", "2026-01-01", cwd=folder)
        assert done.returncode == 0, done.stderr
        yield folder


def scored(folder: Path, *words: str) -> dict[str, Any]:
    """The score of the new commune as JSON."""
    done = newswatch("score", "--unit", "moi", "--json", *words, cwd=folder)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def months(shape: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Months that have ended, with count and state."""
    return [(m["month"][5:], m["counted"], m["state"]) for m in shape["months"] if m["state"] != "open"]


OWN = [(f"{month:02d}", 4, "met") for month in range(7, 11)]


def test_by_default_a_unit_is_judged_from_its_first_day(merged: Path) -> None:
    """Months before the merger are nobody's but the old communes'."""
    found = scored(merged)
    assert (months(found), found["score"], "summed_with" in found, "predecessors" in found) == (OWN, "2", False, False)


def test_the_sum_lets_the_old_communes_face_the_quota_together(merged: Path) -> None:
    """Two and two items are four; in June one is missing, which costs half a point. Nothing of it is official."""
    found = scored(merged, "--merge", "sum")
    assert months(found) == [(f"{month:02d}", 4, "met") for month in range(1, 6)] + [("06", 3, "short"), *OWN]
    assert (found["score"], found["summed_with"]) == ("1.5", ["cu-mot", "cu-hai"])
    text = newswatch("score", "--unit", "moi", "--merge", "sum", cwd=merged).stdout
    assert "tổng số tin, bài của xã Cũ Một, xã Cũ Hai" in text
    refused = newswatch("score", "--unit", "moi", "--merge", "sum", "--official", cwd=merged)
    assert (refused.returncode, "no official score" in refused.stderr) == (2, True)


def test_by_unit_tells_each_by_itself(merged: Path) -> None:
    """The old communes' half-years stand beside the new one's, each with its own months."""
    found = scored(merged, "--merge", "by_unit")
    assert months(found) == OWN
    assert [(one["unit"], len(one["months"]), months(one)[-1]) for one in found["predecessors"]] == [
        ("cu-mot", 6, ("06", 2, "short")),
        ("cu-hai", 6, ("06", 1, "short")),
    ]
    assert newswatch("score", "--unit", "moi", "--merge", "by_unit", cwd=merged).stdout.count("Đơn vị trước khi sáp nhập") == 2


def test_another_year_and_another_unit_stand_as_they_are(merged: Path) -> None:
    """Only the year of the merger has months of others in it."""
    assert scored(merged, "--merge", "sum", "--year", "2027") | {"as_of": ""} == scored(merged, "--year", "2027") | {"as_of": ""}
    old = newswatch("score", "--unit", "cu-mot", "--merge", "sum", "--json", cwd=merged)
    assert len(json.loads(old.stdout)["months"]) == 6


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("valid_to = 2026-06-30\n", "", "set its valid_to to a day before 2026-07-01, when moi was formed of it"),
        ('["cu-mot", "cu-hai"]', '["cu-mot", "cu-ba"]', "its predecessors cu-mot, cu-ba must all be units of"),
    ],
)
def test_predecessors_that_are_not_told_of_are_an_error(merged: Path, tmp_path: Path, before: str, after: str, told: str) -> None:
    """A sum of units that are not there, or not known to have ended, is refused with what to write."""
    text = (merged / "config.toml").read_text(encoding="utf-8").replace(before, after)
    (tmp_path / "config.toml").write_text(f'database = "{(merged / "newswatch.db").as_posix()}"\n{text}', encoding="utf-8")
    done = newswatch("score", "--unit", "moi", "--merge", "sum", cwd=tmp_path)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
