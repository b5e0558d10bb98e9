"""The units of a large units_file, kept beside the database: always what the files say, whatever happened to them or to what was kept."""

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from newswatch.config import Settings, files, load, reading, unit_rows, units_kept
from newswatch.config.settings import Unit
from newswatch.core.quota.rule import Rule
from newswatch.core.table import Table
from newswatch.errors import ConfigError

HEAD = "id,name,kind,rules,log_closes_on,board.address,source.id,source.kind,source.url,source.preset,source.login,source.password_file"
FILL = "x" * 80
POSIX = pytest.mark.skipif(os.name == "nt", reason="rights and links of POSIX")
RULE = Path(reading.__file__).parents[1] / "data" / "rules" / "quang-dien-2614.toml"


class Country:
    """A configuration with enough rows to be worth keeping, and how often its rows were read."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.config, self.rows, self.kept = folder / "config.toml", folder / "units.csv", folder / "n.db-units"
        self.folder, self.read = folder, 0
        (folder / "n.db").touch()
        (folder / "own.toml").write_bytes(RULE.read_bytes())
        self.config.write_text('database = "n.db"\nunits_file = "units.csv"\n', encoding="utf-8")
        self.write()
        rows = unit_rows.rows

        def counted(path: Path, problems: list[str]) -> list[Table]:
            self.read += 1
            return rows(path, problems)

        monkeypatch.setattr("newswatch.config.reading.rows", counted)

    def write(self, first: str = "Số 0", more: str = "") -> None:
        """Writes the rows; the first unit has such a name."""
        rows = [
            f"xa-{n},{first if n == 0 else f'Số {n}'},xã,quang-dien-2614;own.toml,5,thuky{n}@{FILL[:60]}.example,tin,listing,"
            f"https://xa{n}.example/{FILL},joomla,may,~/mat-khau"
            for n in range(400)
        ]
        self.rows.write_text("\n".join((HEAD, *rows, more)), encoding="utf-8")

    def settings(self) -> Settings:
        """The settings as they are read now."""
        return load(self.config)

    def units_anew(self) -> tuple[Unit, ...]:
        """The units as the files have them, without what is kept."""
        self.kept.unlink(missing_ok=True)
        return self.settings().units


@pytest.fixture
def country(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Country:
    """A configuration whose units are kept already."""
    found = Country(tmp_path, monkeypatch)
    found.settings()
    assert found.read == 1
    return found


def test_rows_are_read_once(country: Country) -> None:
    """As long as nothing changes the rows are read once, and the units and all files that they rest on are the same every time."""
    anew = country.settings()
    assert country.read == 1
    country.kept.unlink()
    told = country.settings()
    assert (anew.units, anew.files) == (told.units, told.files)
    assert country.folder / "own.toml" in anew.files
    assert len({id(unit.sources[0].profile) for unit in anew.units}) == 1
    assert country.kept.stat().st_mode & 0o077 == 0 or os.name == "nt"


def _change_rows(country: Country) -> None:
    country.write("Tên khác")


def _change_config(country: Country) -> None:
    country.config.write_text(country.config.read_text() + "\n[fetch]\nworkers = 3\n")


def _change_rule(country: Country) -> None:
    path = country.folder / "own.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("quota = 4", "quota = 5"), encoding="utf-8")


def _cut(country: Country) -> None:
    country.kept.write_bytes(country.kept.read_bytes()[:-1])


def _turn_a_byte(country: Country) -> None:
    body = bytearray(country.kept.read_bytes())
    body[len(body) // 2] ^= 1
    country.kept.write_bytes(body)


def _empty(country: Country) -> None:
    country.kept.write_bytes(b"")


def _lay(country: Country, told: object) -> None:
    """Lays a value, whole and of the very files, into the place of what is kept."""
    body = country.kept.read_bytes()[32:64] + json.dumps(told).encode()
    country.kept.write_bytes(sha256(body).digest() + body)


def _told(country: Country) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(country.kept.read_bytes()[64:])
    return found


def _another_thing(country: Country) -> None:
    _lay(country, ["a list"])


def _without_rules(country: Country) -> None:
    _lay(country, _told(country) | {"rules": []})


def _odd_value(country: Country) -> None:
    told = _told(country)
    told["rules"][0][11] = "no number"
    _lay(country, told)


def _nested(country: Country) -> None:
    body = country.kept.read_bytes()[32:64] + b"[" * 100_000
    country.kept.write_bytes(sha256(body).digest() + body)


def _of_another_program(country: Country) -> None:
    body = b"\0" * 32 + country.kept.read_bytes()[64:].replace("Số".encode(), b"So")
    country.kept.write_bytes(sha256(body).digest() + body)


def _open_to_others(country: Country) -> None:
    _lay(country, json.loads(json.dumps(_told(country)).replace("xã", "phường")))
    country.kept.chmod(0o666)


def _a_link(country: Country) -> None:
    _lay(country, json.loads(json.dumps(_told(country)).replace("xã", "phường")))
    country.kept.replace(country.folder / "elsewhere")
    country.kept.symlink_to(country.folder / "elsewhere")


def _a_pipe(country: Country) -> None:
    country.kept.unlink()
    os.mkfifo(country.kept)


@pytest.mark.parametrize(
    "change",
    [
        *(_change_rows, _change_config, _change_rule),
        *(_cut, _turn_a_byte, _empty, _another_thing, _without_rules, _odd_value, _nested, _of_another_program),
        *(pytest.param(change, marks=POSIX) for change in (_open_to_others, _a_link, _a_pipe)),
    ],
    ids=lambda change: change.__name__.strip("_<>"),
)
def test_what_changed_is_read_anew(country: Country, change: Callable[[Country], None]) -> None:
    """A change of config.toml, of the rows or of a rule's file, and any damage of what is kept, is seen by the next reading, which is kept."""
    change(country)
    found = country.settings().units
    assert country.read == 2
    assert country.settings().units == found
    assert country.read == 2
    assert found == country.units_anew()


def test_a_rule_that_changed_is_what_units_are_scored_by(country: Country) -> None:
    """The units that are read after a change of their rule's file bear the changed rule."""
    before = country.settings().units[0].rules
    _change_rule(country)
    assert country.settings().units[0].rules != before


def test_another_home_is_another_reading(country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths that begin with ~ mean the home folder of whoever reads, not of whoever read first."""
    monkeypatch.setenv("HOME", str(tmp_path / "nha"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "nha"))
    login = country.settings().units[0].sources[0].trust.login
    assert login is not None
    assert login.password_file == tmp_path / "nha" / "mat-khau"


def test_another_program_reads_anew(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another program kept is not taken for what this one would read."""
    monkeypatch.setattr(units_kept, "_read_by", lambda: "another")
    country.settings()
    assert country.read == 2


def test_faults_are_told_every_time(country: Country) -> None:
    """Rows with a fault are never kept: their faults are told by every reading, and mended rows are read."""
    country.write(more="xa-ngoai,Ngoài,xóm")
    for _ in range(2):
        with pytest.raises(ConfigError, match="row 402, column kind"):
            country.settings()
    country.write()
    assert len(country.settings().units) == 400


def test_rows_that_change_under_the_reading_are_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are saved while they are read are read again the next time."""
    country = Country(tmp_path, monkeypatch)

    def saved_meanwhile(path: Path, problems: list[str]) -> list[Table]:
        found = unit_rows.rows(path, problems)
        country.write("Tên mới")
        return found

    monkeypatch.setattr("newswatch.config.reading.rows", saved_meanwhile)
    assert country.settings().units[0].name == "Số 0"
    monkeypatch.setattr("newswatch.config.reading.rows", unit_rows.rows)
    assert country.settings().units[0].name == "Tên mới"


def test_a_rule_that_changes_under_the_reading_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule's file that is saved just after it was read, and before the units are kept, is what the next reading has."""
    country = Country(tmp_path, monkeypatch)
    read_rule = files.load_rule

    def saved_meanwhile(name: str, base: Path) -> Rule:
        found = read_rule(name, base)
        if name == "own.toml" and country.read == 1:
            _change_rule(country)
        return found

    monkeypatch.setattr(files, "load_rule", saved_meanwhile)
    first, second = country.settings().units[0].rules, country.settings().units[0].rules
    assert first != second
    assert second == country.units_anew()[0].rules


def test_a_config_that_changes_before_the_units_are_read_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read of config.toml as it was is not kept as that of the one that was saved meanwhile."""
    country = Country(tmp_path, monkeypatch)
    unit = '[[units]]\nid = "le"\nname = "{}"\nrules = ["own.toml"]\n[[units.sources]]\nid = "tin"\nkind = "feed"\nurl = "https://le.example/rss"\n'
    head = country.config.read_text(encoding="utf-8")
    country.config.write_text(head + unit.format("Cũ"), encoding="utf-8")

    def saved_meanwhile(path: Path) -> bytes:
        found = files.body_of(path)
        country.config.write_text(head + unit.format("Mới"), encoding="utf-8")
        return found

    monkeypatch.setattr("newswatch.config.reading.body_of", saved_meanwhile)
    assert country.settings().units[0].name == "Cũ"
    monkeypatch.setattr("newswatch.config.reading.body_of", files.body_of)
    assert [country.settings().units[0].name for _ in range(2)] == ["Mới", "Mới"]


def test_a_copy_of_the_folder_has_its_own_rules(country: Country, tmp_path: Path) -> None:
    """Two configurations of the same words over the same rows and database, each beside a rule of its own: each is read by its own rule."""
    words = f'database = "{country.folder / "n.db"}"\nunits_file = "{country.rows}"\n'
    country.config.write_text(words, encoding="utf-8")
    first = country.settings()
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "config.toml").write_text(words, encoding="utf-8")
    (copy / "own.toml").write_text(
        (country.folder / "own.toml").read_text(encoding="utf-8").replace("quota = 4", "quota = 6"), encoding="utf-8"
    )
    second = load(copy / "config.toml")
    assert {rule.quota for rule in second.units[0].rules} == {4, 6}
    assert (copy / "own.toml" in second.files, copy / "own.toml" in first.files) == (True, False)
    assert load(country.config).units == first.units


@pytest.mark.parametrize("name", ["/", "a\\u0000b", "a" * 260])
def test_an_odd_name_of_a_database_ends_no_reading(country: Country, name: str) -> None:
    """A name that no file can have is a matter of whoever opens the database: the units are read all the same."""
    country.config.write_text(f'database = "{name}"\nunits_file = "units.csv"\n', encoding="utf-8")
    assert len(country.settings().units) == 400


def test_few_rows_and_no_database_keep_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is made for the few units of a commune or a city, nor where the database is not there yet."""
    country = Country(tmp_path, monkeypatch)
    (tmp_path / "n.db").unlink()
    country.settings()
    (tmp_path / "n.db").touch()
    country.rows.write_text("\n".join(country.rows.read_text(encoding="utf-8").splitlines()[:100]), encoding="utf-8")
    country.settings()
    assert not country.kept.exists()


def test_a_place_that_cannot_be_written_to_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept the units are read from the rows every time."""
    country = Country(tmp_path, monkeypatch)
    country.kept.with_name("n.db-units.part").mkdir()
    assert country.settings().units == country.settings().units
    assert country.read == 2
    assert not country.kept.exists()


def test_what_another_account_laid_is_not_taken(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of another account in the place of what is kept is no word on the units, however whole it is."""
    monkeypatch.setattr("newswatch.private.os.geteuid", lambda: os.getuid() + 1)
    country.settings()
    assert country.read == 2


def test_equal_profiles_are_one(tmp_path: Path) -> None:
    """Rows that state the same profile share one object: a country's settings stay small."""
    rows = "\n".join(f"xa-{n},Số {n},xã,quang-dien-2614,tin,listing,https://xa{n}.example/tin,li.tin" for n in range(3))
    (tmp_path / "units.csv").write_text(
        f"id,name,kind,rules,source.id,source.kind,source.url,source.profile.entry\n{rows}", encoding="utf-8"
    )
    (tmp_path / "config.toml").write_text('units_file = "units.csv"', encoding="utf-8")
    assert len({id(unit.sources[0].profile) for unit in load(tmp_path / "config.toml").units}) == 1
