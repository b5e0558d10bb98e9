"""The score for other systems: every shape is held to the schema that comes with newswatch, what drifts from it fails, and the table opens in Excel."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from command import newswatch
from letter_worlds import counting, unit
from rule_tables import rule, shipped_rule
from worlds import CLOSED, watched, year_of

from newswatch.config import score_schema
from newswatch.core.bulletin import Broadcasts
from newswatch.core.count.logbook import Logbook
from newswatch.core.count.merging import summed
from newswatch.core.count.statement import YearStatement
from newswatch.report import score_feed

SCHEMA = json.loads(score_schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FULL = [item for month in range(1, 13) for item in counting(month, 4, 1)]
SHORT = [item for month in range(1, 13) for item in counting(month, 4 if month != 5 else 2)]
CONFIRMED = rule(reading_status="confirmed", confirmed_by="12/PNV ngày 03/02/2020")
OLD = (date(2026, 1, 1), date(2026, 6, 30))
NEW = (date(2026, 7, 1), None)


def _merged() -> dict[str, Any]:
    own = year_of([i for i in FULL if i.day and i.day.month > 6], exists=NEW)
    before = year_of([i for i in FULL if i.day and i.day.month < 7], exists=OLD)
    return score_feed.merged(unit(), summed(own, [before]), [], [unit(id="cu-1"), unit(id="cu-2")])


def _by_unit() -> dict[str, Any]:
    own, before = year_of(FULL, exists=NEW), year_of(FULL, exists=OLD)
    return score_feed.merged(unit(), own, [(unit(id="cu-1"), before)], [])


def _score(year: YearStatement) -> dict[str, Any]:
    return score_feed.score(unit(year.rule), year)


SHAPES: dict[str, dict[str, Any]] = {
    "met": _score(year_of(FULL)),
    "met and official": _score(year_of(FULL, CONFIRMED)),
    "short": _score(year_of(SHORT)),
    "nothing at all": _score(year_of([])),
    "unknown months": _score(year_of(SHORT, spans=[watched("2025-12-01", "2026-04-09"), watched("2026-06-12", "2027-01-04")])),
    "nobody looked": _score(year_of([], spans=[])),
    "not begun": _score(year_of([], now="2026-01-02 08:00", spans=[watched("2025-12-01", "2026-01-01")])),
    "under way": _score(year_of(FULL[:20], now="2026-05-20 08:00")),
    "provisional": _score(year_of(FULL, shipped_rule("hue-3241"))),
    "a rule without points": _score(year_of(FULL, shipped_rule("phuoc-an-2026"))),
    "each channel": _score(year_of(FULL, rule(scope="each_channel"))),
    "a window": _score(year_of(FULL, rule(window_start="03-01", window_end="09-30", cutoff_day=None))),
    "thirds of points": _score(year_of(SHORT, rule(reading="F_mean_score", max_points=1, penalty="0.3"))),
    "logs open": _score(year_of(SHORT, logbook=Logbook())),
    "logs closed by themselves": _score(year_of(SHORT, logbook=Logbook(closes_on=5))),
    "broadcasts unwatched": _score(year_of(SHORT, logbook=Logbook(Broadcasts.UNWATCHED))),
    "no broadcasts counted": _score(year_of(SHORT, rule(channels=["portal"]), logbook=CLOSED)),
    "evidence lacking": _score(year_of(FULL, rule(evidence={"portal": "url + capture"}))),
    "summed": _merged(),
    "by unit": _by_unit(),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_is_held_by_the_schema(shape: dict[str, Any]) -> None:
    """One score, and a list of it as of several units; through JSON and back."""
    told = json.loads(json.dumps(shape))
    VALIDATOR.validate(told)
    VALIDATOR.validate([told, told])


def test_the_schema_is_one_of_draft_2020_12() -> None:
    """It is sound itself, and printed by the command as it comes with newswatch."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert newswatch("score", "--schema", cwd=Path("/")).stdout == score_schema()


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all objects in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([path] if isinstance(value, dict) else []), *(place for key, one in inner for place in _places(one, (*path, key)))]


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


@pytest.mark.parametrize("name", ["short", "by unit", "summed"])
def test_what_drifts_from_the_schema_fails(name: str) -> None:
    """Any further key anywhere, and any key that is missing, is refused; so is a number in the place of a text of points."""
    shape = json.loads(json.dumps(SHAPES[name]))
    places = [place for place in _places(shape) if place[-1:] not in (("by_reading",), ("by_channel",)) and "months" not in place[:-2]]
    assert len(places) > 10
    for place in places:
        changed = json.loads(json.dumps(shape))
        _at(changed, place)["thêm"] = 1
        assert not VALIDATOR.is_valid(changed), place
        for key in list(_at(shape, place)):
            changed = json.loads(json.dumps(shape))
            del _at(changed, place)[key]
            assert VALIDATOR.is_valid(changed) is (key in ("predecessors", "summed_with")), (place, key)
    assert not VALIDATOR.is_valid(shape | {"score": 1.5})
    assert not VALIDATOR.is_valid(shape | {"year": "2026"})


def test_the_table_has_a_row_a_month() -> None:
    """UTF-8 with BOM, semicolons, decimals with a comma; predecessors in rows of their own; the same scores give the same bytes."""
    raw = score_feed.as_csv([SHAPES["short"], SHAPES["by unit"]])
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw == score_feed.as_csv([SHAPES["short"], SHAPES["by unit"]])
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert [row["unit"] for row in rows] == ["quang-tho"] * 12 + ["quang-tho"] * 6 + ["cu-1"] * 6
    may = rows[4]
    assert [may[key] for key in ("month", "state", "counted", "portal", "loudspeaker", "short", "deduction")] == [
        "2026-05",
        "short",
        "2",
        "2",
        "0",
        "2",
        "1",
    ]
    assert (may["score"], may["max_points"], may["if_evidenced_only"], may["log"]) == ("1", "2", "1", "closed")
    thirds = csv.DictReader(io.StringIO(score_feed.as_csv([SHAPES["thirds of points"]]).decode("utf-8-sig")), delimiter=";")
    assert next(thirds)["score"] == "0,95"


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    """A text that Excel would take for a formula stands behind an apostrophe."""
    raw = score_feed.as_csv([SHAPES["short"] | {"criterion": text}]).decode("utf-8-sig")
    assert {row["criterion"] for row in csv.DictReader(io.StringIO(raw, newline=""), delimiter=";")} == {f"'{text}"}


def test_a_score_without_points_and_months_has_empty_cells() -> None:
    """What there is none of is empty, and a year without months has its head alone."""
    raw = score_feed.as_csv([SHAPES["a rule without points"]]).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(raw), delimiter=";"))["score"] == ""
    assert score_feed.as_csv([]).decode("utf-8-sig").splitlines() == [";".join(score_feed._HEADS)]


def test_the_span_is_not_lost() -> None:
    """Lowest and highest stand in the table as in the feed."""
    span = SHAPES["unknown months"]["range"]
    rows = csv.DictReader(io.StringIO(score_feed.as_csv([SHAPES["unknown months"]]).decode("utf-8-sig")), delimiter=";")
    assert {(row["low"], row["high"]) for row in rows} == {tuple(span[key].replace(".", ",") for key in ("low", "high"))}
    assert span["low"] != span["high"]
