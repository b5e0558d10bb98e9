"""Reading tables: every fault gives one clear problem under its dotted path, and all of them at once."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest

from newswatch.core.table import Table, raise_problems
from newswatch.errors import ConfigError

Read = Callable[[Table], object]


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


def reading(values: object, read: Read, path: str = "a.b") -> tuple[object, list[str]]:
    """What a read gives and the problems it notes."""
    problems: list[str] = []
    return read(Table(values, path, problems)), problems


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        ("Tin", lambda t: t.text("k"), "Tin"),
        (4, lambda t: t.whole("k", least=1, most=4), 4),
        (0, lambda t: t.whole("k"), 0),
        (1.5, lambda t: t.number("k"), 1.5),
        (2, lambda t: t.number("k", most=2), 2.0),
        (True, lambda t: t.flag("k"), True),
        (0.1, lambda t: t.points("k"), Decimal("0.1")),
        (2, lambda t: t.points("k"), Decimal(2)),
        ("0.25", lambda t: t.points("k"), Decimal("0.25")),
        (-1, lambda t: t.points("k"), Decimal(-1)),
        ("red", lambda t: t.choice("k", Colour), Colour.RED),
        (["blue", "red"], lambda t: t.choices("k", Colour), (Colour.BLUE, Colour.RED)),
        (date(2026, 1, 31), lambda t: t.day("k"), date(2026, 1, 31)),
        ("2026-01-31", lambda t: t.day("k"), date(2026, 1, 31)),
        (["a", "b"], lambda t: t.texts("k"), ("a", "b")),
        ([4, 0], lambda t: t.wholes("k"), [4, 0]),
        (["^a", "b$"], lambda t: t.patterns("k"), ("^a", "b$")),
        (r"(?P<id>\d+)", lambda t: t.pattern("k", ("id",)), r"(?P<id>\d+)"),
        ({"x": 1}, lambda t: t.table("k").whole("x"), 1),
        ([{"x": 1}, {"x": 2}], lambda t: [inner.whole("x") for inner in t.tables("k")], [1, 2]),
    ],
)
def test_a_sound_value_is_read(value: object, read: Read, expected: object) -> None:
    """Each kind reads what it is meant for, and notes nothing."""
    assert reading({"k": value}, read) == (expected, [])


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lambda t: t.text("k", "so"), "so"),
        (lambda t: t.text("k", ""), ""),
        (lambda t: t.whole("k", 7), 7),
        (lambda t: t.number("k", 0.5), 0.5),
        (lambda t: t.flag("k"), False),
        (lambda t: t.flag("k", True), True),
        (lambda t: t.points("k"), None),
        (lambda t: t.points("k", Decimal(2)), Decimal(2)),
        (lambda t: t.choice("k", Colour, Colour.RED), Colour.RED),
        (lambda t: t.choices("k", Colour, [Colour.RED]), (Colour.RED,)),
        (lambda t: t.day("k"), None),
        (lambda t: t.texts("k", ["a"]), ("a",)),
        (lambda t: t.wholes("k"), []),
        (lambda t: t.pattern("k"), ""),
        (lambda t: t.table("k").values, {}),
        (lambda t: t.tables("k"), []),
    ],
)
def test_an_absent_key_gives_the_default(read: Read, expected: object) -> None:
    """What may be left out is not a fault."""
    assert reading({}, read) == (expected, [])


@pytest.mark.parametrize(
    ("values", "read", "told"),
    [
        ({}, lambda t: t.text("k"), "a.b.k: is missing; expected a text"),
        ({}, lambda t: t.whole("k"), "a.b.k: is missing; expected a whole number"),
        ({}, lambda t: t.number("k"), "a.b.k: is missing; expected a number"),
        ({}, lambda t: t.choice("k", Colour), "a.b.k: is missing; expected one of red, blue"),
        ({"k": 5}, lambda t: t.text("k"), "a.b.k: expected a text, found 5"),
        ({"k": "  "}, lambda t: t.text("k"), "a.b.k: is empty"),
        ({"k": "4"}, lambda t: t.whole("k"), "a.b.k: expected a whole number, found '4'"),
        ({"k": 4.0}, lambda t: t.whole("k"), "a.b.k: expected a whole number, found 4.0"),
        ({"k": True}, lambda t: t.whole("k"), "a.b.k: expected a whole number, found True"),
        ({"k": -1}, lambda t: t.whole("k"), "a.b.k: expected at least 0, found -1"),
        ({"k": 0}, lambda t: t.whole("k", least=1), "a.b.k: expected at least 1, found 0"),
        ({"k": 32}, lambda t: t.whole("k", least=1, most=31), "a.b.k: expected 1 to 31, found 32"),
        ({"k": "1.5"}, lambda t: t.number("k"), "a.b.k: expected a number, found '1.5'"),
        ({"k": True}, lambda t: t.number("k"), "a.b.k: expected a number, found True"),
        ({"k": 2.5}, lambda t: t.number("k", most=2), "a.b.k: expected 0 to 2, found 2.5"),
        ({"k": float("nan")}, lambda t: t.number("k"), "a.b.k: expected a number, found nan"),
        ({"k": float("inf")}, lambda t: t.number("k"), "a.b.k: expected a number, found inf"),
        ({"k": 10**400}, lambda t: t.number("k"), f"a.b.k: expected a number, found {10**400}"),
        ({"k": 1}, lambda t: t.flag("k"), "a.b.k: expected true or false, found 1"),
        ({"k": "0,5"}, lambda t: t.points("k"), "a.b.k: expected points such as 0.5, found '0,5'"),
        ({"k": True}, lambda t: t.points("k"), "a.b.k: expected points such as 0.5, found True"),
        ({"k": float("inf")}, lambda t: t.points("k"), "a.b.k: expected points such as 0.5, found inf"),
        ({"k": "NaN"}, lambda t: t.points("k"), "a.b.k: expected points such as 0.5, found 'NaN'"),
        ({"k": [2]}, lambda t: t.points("k"), "a.b.k: expected points such as 0.5, found [2]"),
        ({"k": "green"}, lambda t: t.choice("k", Colour), "a.b.k: expected one of red, blue, found 'green'"),
        ({"k": 1}, lambda t: t.choice("k", Colour), "a.b.k: expected one of red, blue, found 1"),
        ({"k": ["red", "green"]}, lambda t: t.choices("k", Colour), "a.b.k: expected one of red, blue, found 'green'"),
        ({"k": "red"}, lambda t: t.choices("k", Colour), "a.b.k: expected a list, found 'red'"),
        ({"k": "31/01/2026"}, lambda t: t.day("k"), "a.b.k: expected a day such as 2026-01-31, found '31/01/2026'"),
        ({"k": "2026-02-30"}, lambda t: t.day("k"), "a.b.k: expected a day such as 2026-01-31, found '2026-02-30'"),
        ({"k": 20260131}, lambda t: t.day("k"), "a.b.k: expected a day such as 2026-01-31, found 20260131"),
        (
            {"k": datetime(2026, 1, 31, 7)},  # noqa: DTZ001
            lambda t: t.day("k"),
            "a.b.k: expected a day such as 2026-01-31, found datetime.datetime(2026, 1, 31, 7, 0)",
        ),
        ({"k": "a"}, lambda t: t.texts("k"), "a.b.k: expected a list, found 'a'"),
        ({"k": ["a", 5, 6]}, lambda t: t.texts("k"), "a.b.k: expected texts, found 5"),
        ({"k": [4, -1]}, lambda t: t.wholes("k"), "a.b.k: expected whole numbers from 0 on, found -1"),
        ({"k": [4, True]}, lambda t: t.wholes("k"), "a.b.k: expected whole numbers from 0 on, found True"),
        (
            {"k": ["a", "("]},
            lambda t: t.patterns("k"),
            "a.b.k: is no regular expression (missing ), unterminated subpattern at position 0): '('",
        ),
        ({"k": "["}, lambda t: t.pattern("k"), "a.b.k: is no regular expression (unterminated character set at position 0): '['"),
        ({"k": r"\d+"}, lambda t: t.pattern("k", ("y", "ms")), r"a.b.k: has no group named y or ms: '\\d+'"),
        ({"k": 5}, lambda t: t.table("k"), "a.b.k: expected a table, found 5"),
        ({"k": {"x": 5}}, lambda t: t.tables("k"), "a.b.k: expected a list, found {'x': 5}"),
        ({"k": [{}, 5]}, lambda t: t.tables("k"), "a.b.k[2]: expected a table, found 5"),
        ({"k": {"x": "y"}}, lambda t: t.table("k").whole("x"), "a.b.k.x: expected a whole number, found 'y'"),
        ({"k": [{"x": 1}, {"x": "y"}]}, lambda t: [i.whole("x") for i in t.tables("k")], "a.b.k[2].x: expected a whole number, found 'y'"),
        (5, lambda t: t, "a.b: expected a table, found 5"),
    ],
)
def test_a_fault_is_one_problem_with_its_path(values: object, read: Read, told: str) -> None:
    """A missing, mistyped or impossible value is told once: where it stands, what was expected, what was found."""
    assert reading(values, read)[1] == [told]


@pytest.mark.parametrize(
    ("values", "read", "expected"),
    [
        ({"k": "x"}, lambda t: t.whole("k", 7), 7),
        ({"k": "x"}, lambda t: t.number("k", 0.5), 0.5),
        ({"k": float("nan")}, lambda t: t.number("k", 0.5), 0.5),
        ({"k": 5}, lambda t: t.text("k", "so"), "so"),
        ({"k": "x"}, lambda t: t.points("k", Decimal(2)), Decimal(2)),
        ({"k": "green"}, lambda t: t.choice("k", Colour, Colour.RED), Colour.RED),
        ({"k": ["red", "green"]}, lambda t: t.choices("k", Colour), (Colour.RED,)),
        ({"k": [4, "x", 5, True]}, lambda t: t.wholes("k"), [4, 0, 5, 0]),
        ({"k": ["a", "("]}, lambda t: t.patterns("k"), ("a",)),
    ],
)
def test_reading_goes_on_after_a_fault(values: object, read: Read, expected: object) -> None:
    """A wrong value gives way to the default, or to the sound rest of a list, whose other places stay where they are."""
    found, problems = reading(values, read)
    assert (found, len(problems)) == (expected, 1)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("qouta", "a.b.qouta: unknown key, did you mean 'quota'?"),
        ("window_stat", "a.b.window_stat: unknown key, did you mean 'window_start'?"),
        ("xyz", "a.b.xyz: unknown key"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_known_one(key: str, told: str) -> None:
    """A key nobody asked for is a typing error; a near one is suggested."""

    def read(table: Table) -> None:
        table.whole("quota", 4)
        table.text("window_start", "")
        table.finish()

    assert reading({"quota": 4, key: 4}, read)[1] == [told]


def test_keys_asked_for_are_known_whether_they_are_there_or_not() -> None:
    """Every read takes its key off, also that of a list, a choice, an inner table."""

    def read(table: Table) -> None:
        table.choices("colours", Colour)
        table.choice("colour", Colour, Colour.RED)
        table.day("day")
        table.points("points")
        table.table("inner")
        table.tables("list")
        table.patterns("patterns")
        table.finish()

    sound = {"colours": ["red"], "colour": "red", "day": "2026-01-31", "points": 2, "inner": {}, "list": [], "patterns": []}
    assert reading(sound, read)[1] == []
    assert reading({}, read)[1] == []


def test_a_table_of_named_tables() -> None:
    """Every key is read as a table of its own, under its own path."""
    found, problems = reading({"một": {"x": 1}, "hai": {"x": "y"}, "ba": 3}, lambda t: t.named(lambda inner: inner.whole("x", 0)))
    assert found == {"một": 1, "hai": 0, "ba": 0}
    assert problems == ["a.b.hai.x: expected a whole number, found 'y'", "a.b.ba: expected a table, found 3"]


def test_paths_at_the_top_have_no_dot() -> None:
    """The keys of the file itself stand alone."""
    assert reading({"k": 5}, lambda t: t.text("k"), path="")[1] == ["k: expected a text, found 5"]
    assert Table({}, "", []).at("k") == "k"
    assert Table({}, "a", []).at("") == "a"


def test_all_problems_come_at_once() -> None:
    """Tables of one file share their problems, and raising tells them all."""
    problems: list[str] = []
    top = Table({"one": {"k": 1}, "two": {"k": 2}}, "", problems)
    top.table("one").text("k")
    top.table("two").text("k")
    with pytest.raises(ConfigError) as caught:
        raise_problems(problems)
    assert caught.value.problems == ("one.k: expected a text, found 1", "two.k: expected a text, found 2")
    assert str(caught.value) == "\n".join(problems)


def test_without_problems_nothing_is_raised() -> None:
    """No problems, no error."""
    raise_problems([])
