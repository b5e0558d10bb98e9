"""Units as rows of a CSV file: the same settings as [[units]] tables, and faults told by row and column."""

import gc
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from newswatch.config import Settings, files, load
from newswatch.config.unit_rows import COLUMNS
from newswatch.core.bulletin import Broadcasts
from newswatch.core.notices.board import NoticeKind, Role
from newswatch.errors import ConfigError

HEAD = "id,name,kind,rules,source.id,source.kind,source.url,source.preset"
ROW = "an-phuoc,An Phước,xã,quang-dien-2614,portal,listing,https://anphuoc.example/tin,joomla"
TABLE = """
[[units]]
id = "an-phuoc"
name = "An Phước"
kind = "xã"
rules = ["quang-dien-2614"]
[[units.sources]]
id = "portal"
kind = "listing"
url = "https://anphuoc.example/tin"
preset = "joomla"
"""


def settings(folder: Path, rows: str, tables: str = "", encoding: str = "utf-8") -> Settings:
    """The settings of a configuration with these rows in its units_file, and these [[units]] tables."""
    (folder / "units.csv").write_text(rows, encoding=encoding)
    (folder / "config.toml").write_text(f'units_file = "units.csv"\n{tables}', encoding="utf-8")
    return load(folder / "config.toml")


def faults(folder: Path, rows: str, tables: str = "") -> list[str]:
    """What is wrong with such a configuration, without the name of config.toml before each."""
    with pytest.raises(ConfigError) as raised:
        settings(folder, rows, tables)
    return [problem.removeprefix(f"{folder / 'config.toml'}: ") for problem in raised.value.problems]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_row_says_what_a_table_says(tmp_path: Path, separator: str, encoding: str) -> None:
    """A row is the unit that a [[units]] table of the same keys is, whatever sign a spreadsheet put between the cells."""
    (found,) = settings(tmp_path, f"{HEAD}\n{ROW}\n".replace(",", separator), encoding=encoding).units
    (told,) = settings(tmp_path, HEAD, TABLE).units
    assert found == told


def test_every_key_has_a_column(tmp_path: Path) -> None:
    """Lists are separated by semicolons, days and truths written as in config.toml, and columns with dots are the keys of inner tables."""
    wanted = {
        "id": "an-phuoc",
        "name": "An Phước",
        "kind": "phường",
        "province": "Huế",
        "rules": "quang-dien-2614; hue-3241",
        "valid_from": "2025-07-01",
        "valid_to": "2030-12-31",
        "predecessors": "cu; cu-hai",
        "when_met": "true",
        "broadcasts": "unwatched",
        "log_closes_on": "5",
        "source.id": "portal",
        "source.kind": "listing",
        "source.url": "https://anphuoc.example/tin",
        "source.required": "false",
        "source.hosts": "tin.anphuoc.example;www2.anphuoc.example",
        "source.profile.entry": "li.tin",
        "source.profile.drop": ".menu;.quang-cao",
        "board.address": "thuky@anphuoc.example",
        "board.role": "head",
        "board.notices": "shortfall;year",
    }
    quoted = [f'"{cell}"' for cell in wanted.values()]
    (unit,) = settings(tmp_path, f"{','.join(wanted)}\n{','.join(quoted)}\n").units
    (source,) = unit.sources
    assert [rule.id for rule in unit.rules] == ["quang-dien-2614", "hue-3241"]
    assert (str(unit.valid_from), unit.predecessors, unit.when_met, unit.log_closes_on) == ("2025-07-01", ("cu", "cu-hai"), True, 5)
    assert (unit.title, unit.province, unit.broadcasts) == ("phường An Phước", "Huế", Broadcasts.UNWATCHED)
    assert (source.hosts, source.profile.entry, source.profile.drop) == (
        ("tin.anphuoc.example", "www2.anphuoc.example"),
        "li.tin",
        (".menu", ".quang-cao"),
    )
    assert (unit.board[0].role, unit.board[0].notices) == (Role.HEAD, (NoticeKind.SHORTFALL, NoticeKind.YEAR))
    assert set(wanted) < set(COLUMNS)


def test_further_rows_of_an_id_add_sources_and_mailboxes(tmp_path: Path) -> None:
    """A unit of several sources has several rows; what they say of the unit itself is empty or the same."""
    head = f"{HEAD},board.address"
    rows = (f"{ROW},a@x.example", "an-phuoc,,,,rss,feed,https://anphuoc.example/rss,,b@x.example", "an-phuoc,An Phước,,,,,,,c@x.example")
    (unit,) = settings(tmp_path, "\n".join((head, *rows))).units
    assert [(source.id, source.required) for source in unit.sources] == [("portal", True), ("rss", False)]
    assert [member.address for member in unit.board] == ["a@x.example", "b@x.example", "c@x.example"]


def test_tables_and_rows_stand_side_by_side(tmp_path: Path) -> None:
    """The [[units]] tables come first; an id that stands in both is one too many."""
    other = ROW.replace("an-phuoc", "an-loc").replace("anphuoc", "anloc")
    assert [unit.id for unit in settings(tmp_path, f"{HEAD}\n{other}", TABLE).units] == ["an-phuoc", "an-loc"]
    assert faults(tmp_path, f"{HEAD}\n{ROW}", TABLE) == [
        "units.csv: row 2, column id: the id 'an-phuoc' stands already in units[1]; each must be its own"
    ]
    assert faults(tmp_path, f"{HEAD}\n{other}", TABLE * 2) == [
        "units[2].id: the id 'an-phuoc' stands already in units[1]; each must be its own"
    ]


def test_a_configuration_of_rows_alone_needs_no_table(tmp_path: Path) -> None:
    """Without any row and table there is no unit, which is said as before."""
    assert faults(tmp_path, HEAD) == ["units: is missing; a configuration needs at least one [[units]] table, or a units_file with a row"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ROW.replace("xã", "thôn"), "row 2, column kind: expected 'xã', 'phường', 'thị trấn', 'đặc khu', found 'thôn'"),
        (ROW.replace("an-phuoc", "An Phước"), "row 2, column id: expected small letters, digits, - and _, found 'An Phước'"),
        (ROW.replace("listing", "web"), "row 2, column source.kind: expected one of feed, listing, wordpress, sitemap, found 'web'"),
        (
            ROW.replace("https://", ""),
            "row 2, column source.url: expected an address beginning with http:// or https://, found 'anphuoc.example/tin'",
        ),
        (ROW.replace("joomla", "jomla"), "row 2, column source.preset: unknown preset 'jomla'"),
        (ROW.replace("2614", "9999"), "row 2, column rules: no rule 'quang-dien-9999'"),
        (f"{ROW},x", "row 2: has 9 cells, but there are 8 columns; expected one cell a column"),
        (
            f"{ROW}\nan-phuoc,An Lộc,,,,,,",
            "row 3, column name: expected it empty or as in the unit's first row, found 'An Lộc', 'An Phước' in row 2",
        ),
        (f"{ROW}\n\n,Vô danh,xã,quang-dien-2614,a,feed,https://b.example/rss,", "row 4, column id: is missing; expected a text"),
        ('an-phuoc,"An "Phước,xã', "units.csv: is no CSV: "),
    ],
    ids=lambda text: text[:40],
)
def test_a_fault_names_row_and_column(tmp_path: Path, row: str, told: str) -> None:
    """Each fault says in which row and column it stands, what was found there and what is wanted."""
    assert any(told in fault for fault in faults(tmp_path, f"{HEAD}\n{row}\n"))


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("valid_from", "01/07/2025", "expected a day such as 2026-01-31, found '01/07/2025'"),
        ("when_met", "có", "expected true or false, found 'có'"),
        ("source.required", "có", "expected true or false, found 'có'"),
        ("log_closes_on", "mười", "expected a whole number, found 'mười'"),
        ("log_closes_on", "31", "expected 0 to 28, found 31"),
        ("broadcasts", "no", "expected one of logged, unwatched, found 'no'"),
        ("source.hosts", ":", "expected host names such as 'tin.xa.gov.vn', found ':'"),
        ("source.foreign_hosts", "anphuoc.example", "'anphuoc.example' is the host of a source of this unit"),
        ("board.address", "nobody", "expected a mail address such as xa@hue.gov.vn, found 'nobody'"),
        ("source.profile.id_pattern", "(", "is no regular expression"),
    ],
)
def test_a_fault_of_every_kind_of_value_names_its_column(tmp_path: Path, column: str, cell: str, told: str) -> None:
    """Days, truths, numbers, words, hosts and patterns are wanted as config.toml has them."""
    (fault,) = faults(tmp_path, f"{HEAD},{column}\n{ROW},{cell}\n")
    assert f"row 2, column {column}: {told}" in fault


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (HEAD.replace("rules", "rule"), "units.csv: row 1, column 4: unknown column 'rule', did you mean 'rules'?"),
        (f"{HEAD},name", "units.csv: row 1, column 9: 'name' stands already in column 2; take one of the two out"),
        ("name,rules", "units.csv: row 1: has no column 'id'; expected the names of the columns"),
    ],
)
def test_a_wrong_header_is_told_once(tmp_path: Path, head: str, told: str) -> None:
    """What is wrong with the columns is told of them, not of every row."""
    found = [fault for fault in faults(tmp_path, "\n".join((head, *[ROW] * 30))) if fault.startswith("units.csv")]
    assert told in found[0]
    assert len(found) <= 2


def test_a_thousand_wrong_rows_are_cut_short(tmp_path: Path) -> None:
    """Of many faults fifty are told, and how many more there are."""
    rows = [ROW.replace("an-phuoc", f"x{n}").replace("xã", "thôn") for n in range(1000)]
    found = faults(tmp_path, "\n".join((HEAD, *rows)))
    assert len(found) == 51
    assert found[-1] == "and 950 more problems like these"


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    """A missing file, and one saved in an old encoding, are faults of units_file."""
    (tmp_path / "config.toml").write_text('units_file = "xa.csv"\n' + TABLE, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"units_file: .*xa\.csv: there is no such file"):
        load(tmp_path / "config.toml")
    (tmp_path / "xa.csv").mkdir()
    with pytest.raises(ConfigError, match=r"xa\.csv: is no regular file") as raised:
        load(tmp_path / "config.toml")
    assert len(raised.value.problems) == 1
    (tmp_path / "xa.csv").rmdir()
    (tmp_path / "xa.csv").write_bytes("id,name,rules\nx,Thọ,y".encode("cp1258", "replace") + b"\xe3\xff")
    with pytest.raises(ConfigError, match=r"units_file: .*can't be read as UTF-8 text"):
        load(tmp_path / "config.toml")


def test_a_rule_is_read_once_for_all_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many units name a rule file, it is read once, and told of with each unit if it is wrong."""
    shipped = Path(__file__).parents[1] / "newswatch/data/rules/quang-dien-2614.toml"
    (tmp_path / "own.toml").write_bytes(shipped.read_bytes())
    rows = [ROW.replace("quang-dien-2614", "own.toml").replace("an-phuoc", f"x{n}") for n in range(20)]
    read, times = files.read_toml, list[Path]()

    def counted(path: Path) -> dict[str, object]:
        times.append(path)
        return read(path)

    monkeypatch.setattr(files, "read_toml", counted)
    units = settings(tmp_path, "\n".join((HEAD, *rows))).units
    assert times == [tmp_path / "own.toml"]
    assert {id(unit.rules[0]) for unit in units} == {id(units[0].rules[0])}
    assert replace(units[0], id="x1") == units[1]


@pytest.mark.parametrize("collecting", [True, False])
@pytest.mark.parametrize("row", [ROW, "an phuoc,,,,,,,"])
def test_reading_leaves_the_collector_as_it_was(tmp_path: Path, collecting: bool, row: str) -> None:
    """Python's search for cycles rests only while units are read, be they sound or not."""
    was = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        with suppress(ConfigError):
            settings(tmp_path, f"{HEAD}\n{row}")
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if was else gc.disable)()
