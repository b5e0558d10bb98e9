"""What units may not say of themselves and of one another, in tables and in rows, and files of them that are no such files."""

import os
from pathlib import Path

import pytest
from test_units_file import HEAD, ROW, TABLE, faults, settings

from newswatch.config import load
from newswatch.errors import ConfigError
from newswatch.report.vi.reasons import technical

EARLIER = "valid_from = 2026-07-01\nvalid_to = 2026-06-30\n"
_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
MISSING = "is missing; a configuration needs at least one"


def table(unit: str, more: str) -> str:
    """A [[units]] table of this id that says more."""
    return TABLE.replace('id = "an-phuoc"\n', f'id = "{unit}"\n{more}\n', 1)


def told(folder: Path, *tables: str) -> list[str]:
    """What is wrong with a configuration of these tables."""
    (folder / "config.toml").write_text("".join(tables), encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load(folder / "config.toml")
    return [problem.removeprefix(f"{folder / 'config.toml'}: ") for problem in raised.value.problems]


def test_a_unit_ends_after_it_begins(tmp_path: Path) -> None:
    """A last day before the first one is a fault of valid_to; one and the same day is none."""
    wanted = "2026-06-30 lies before 2026-07-01, which is valid_from; a unit ends after it begins"
    assert told(tmp_path, table("a", EARLIER)) == [f"units[1].valid_to: {wanted}"]
    assert faults(tmp_path, f"{HEAD},valid_from,valid_to\n{ROW},2026-07-01,2026-06-30") == [f"units.csv: row 2, column valid_to: {wanted}"]
    (one,) = settings(tmp_path, f"{HEAD},valid_from,valid_to\n{ROW},2026-07-01,2026-07-01").units
    assert one.valid_from == one.valid_to


def test_no_unit_comes_before_itself(tmp_path: Path) -> None:
    """A unit that names itself, or is named by one of those that came before it, is a fault; an id that no unit has is none."""
    assert told(tmp_path, table("a", 'predecessors = ["a", "x"]')) == ["units[1].predecessors: name the unit itself, 'a'; take it out"]
    ring = [table(one, f'predecessors = ["x", "{before}"]') for one, before in ("ab", "bc", "ca")]
    (circle,) = told(tmp_path, *ring, table("d", 'predecessors = ["a"]'))
    assert "].predecessors: lead in a circle: " in circle
    assert sorted(circle.split("circle: ")[1].split("; ")[0].split(", ")[1:]) == ["a", "b", "c"]
    pairs = [table(one, f'predecessors = ["{before}"]') for one, before in ("ab", "ba", "cd", "dc")]
    assert len(told(tmp_path, *pairs)) == 2
    rows = f"{HEAD},predecessors\n{ROW},an-loc\n{ROW.replace('an-phuoc', 'an-loc')},an-phuoc"
    (circle,) = faults(tmp_path, rows)
    assert circle.startswith("units.csv: row ")
    assert ", column predecessors: lead in a circle: " in circle
    assert len(settings(tmp_path, rows.replace(",an-phuoc\n", ",\n").removesuffix(",an-phuoc") + ",").units) == 2


@pytest.mark.parametrize("column", ["predecessors", "rules"])
def test_a_name_stands_once_in_a_list(tmp_path: Path, column: str) -> None:
    """A rule or predecessor that is named twice is a fault: it would be applied, or summed, twice."""
    name = "quang-dien-2614"
    head, row = (HEAD, ROW) if column == "rules" else (f"{HEAD},predecessors", f"{ROW},{name}")
    (fault,) = faults(tmp_path, f"{head}\n{row.replace(name, f'{name};{name}')}" if column == "rules" else f"{head}\n{row};{name}")
    assert fault == f"units.csv: row 2, column {column}: {name!r} stands there more than once; name it once"


def test_a_source_that_stands_already_is_told_where_it_stands_again(tmp_path: Path) -> None:
    """Of two sources of one id the second's row or table is named, and where the first one stands."""
    assert faults(tmp_path, f"{HEAD}\n{ROW}\n{ROW}") == [
        "units.csv: row 3, column source.id: the id 'portal' stands already in units.csv: row 2; each must be its own"
    ]
    source = TABLE[TABLE.index("[[units.sources]]") :]
    assert told(tmp_path, TABLE, source) == [
        "units[1].sources[2].id: the id 'portal' stands already in units[1].sources[1]; each must be its own"
    ]


@pytest.mark.parametrize("name", ["An\x01Phước", "An Phước\x07", "An\ue000Phước"])
@pytest.mark.parametrize("column", ["name", "province"])
def test_a_name_holds_no_sign_that_shows_nothing(tmp_path: Path, name: str, column: str) -> None:
    """A control sign within a name, or one that nothing shows, is a fault of its cell."""
    head, row = (HEAD, ROW.replace("An Phước", name)) if column == "name" else (f"{HEAD},province", f"{ROW},{name}")
    (fault,) = faults(tmp_path, f"{head}\n{row}")
    assert fault == f"units.csv: row 2, column {column}: expected one line of text, found {name!r}"
    assert told(tmp_path, TABLE.replace("An Phước", "An\\u0000Phước")) == ["units[1].name: expected one line of text, found 'An\\x00Phước'"]


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;\r"])
def test_a_first_line_may_name_the_separator(tmp_path: Path, line: str) -> None:
    """`sep=;`, which Excel reads and doesn't show, names the sign between cells; rows are numbered as Excel shows them."""
    row = ROW.replace(",", ";").replace("An Phước", "An, Phước, của, ta, và, mọi, người, khác, nữa")
    (unit,) = settings(tmp_path, f"{line}\n{HEAD.replace(',', ';')}\n{row}").units
    assert unit.name.startswith("An, Phước")
    (fault,) = faults(tmp_path, f"{line}\n{HEAD.replace(',', ';')}\n{row.replace('xã', 'thôn')}")
    assert fault.startswith("units.csv: row 2, column kind: ")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (HEAD.replace("rules", "rule"), "unknown column 'rule'"),
        (f"{HEAD}\n{ROW},x", "has 9 cells"),
        (f'{HEAD}\nan-phuoc,"An "Phước,xã', "is no CSV"),
        (f"{HEAD}\n{ROW}".replace("Phước", "Ph\0ước"), "has a NUL byte in line 2"),
    ],
)
def test_a_file_that_could_not_be_read_is_not_one_without_units(tmp_path: Path, rows: str, fault: str) -> None:
    """Where the file as a whole is wrong, nothing says that the units are missing."""
    found = faults(tmp_path, rows)
    assert any(fault in one for one in found)
    assert not any(MISSING in one for one in found)


@_PIPES
@pytest.mark.parametrize("key", ["units_file", "lexicon", "holidays", "rules"])
def test_no_pipe_is_waited_for(tmp_path: Path, key: str) -> None:
    """A pipe in the place of a file that settings are read from is a fault, not a wait for whoever may write to it."""
    os.mkfifo(tmp_path / "pipe.toml")
    says = TABLE.replace("quang-dien-2614", "pipe.toml") if key == "rules" else f'{key} = "pipe.toml"\n{TABLE}'
    (fault,) = told(tmp_path, says)
    assert "pipe.toml: is no regular file, but a folder, a pipe or the like" in fault
    assert "không phải tệp thường" in technical(fault)


@_PIPES
def test_the_configuration_itself_may_be_no_pipe(tmp_path: Path) -> None:
    """A pipe given as config.toml is refused at once."""
    os.mkfifo(tmp_path / "config.toml")
    with pytest.raises(ConfigError, match="is no regular file"):
        load(tmp_path / "config.toml")


def test_the_places_of_doubles_are_told_in_vietnamese(tmp_path: Path) -> None:
    """Both places of an id that stands twice are told in Vietnamese."""
    (fault,) = faults(tmp_path, f"{HEAD}\n{ROW}\n{ROW}")
    assert technical(fault) == "units.csv: dòng 3, cột source.id: mã 'portal' đã có ở units.csv: dòng 2; mỗi cái phải có tên riêng"
