"""The units of a large units_file, kept beside the database: always what the files say, whatever happened to them or to what was kept."""

import io
import os
import pickle
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from newswatch.config import Settings, files, load, reading, unit_rows, units_kept
from newswatch.config.settings import Unit
from newswatch.core.quota.rule import Rule
from newswatch.core.table import Table
from newswatch.errors import ConfigError

HEAD = "id,name,kind,rules,log_closes_on,board.address,source.id,source.kind,source.url,source.preset,source.login,source.password_file"
FILL = "x" * 80
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
    assert country.kept.stat().st_mode & 0o077 == 0 or os.name == "nt"


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


def _lay(country: Country, pickled: bytes) -> None:
    """Lays a pickle, whole and of the very files, into the place of what is kept."""
    body = country.kept.read_bytes()[32:64] + pickled
    country.kept.write_bytes(sha256(body).digest() + body)


def _another_thing(country: Country) -> None:
    _lay(country, pickle.dumps(Path("units.csv")))


def _no_pickle(country: Country) -> None:
    _lay(country, b"no pickle at all")


def _half_a_pickle(country: Country) -> None:
    _lay(country, country.kept.read_bytes()[64:-200])


def _of_another_program(country: Country) -> None:
    country.kept.write_bytes(country.kept.read_bytes().replace(b"newswatch.config.unit_rows", b"newswatch.config.unit_rowz"))
    body = country.kept.read_bytes()[32:]
    country.kept.write_bytes(sha256(body).digest() + body)


@pytest.mark.parametrize(
    "change",
    [
        *(lambda country: country.write("Tên khác"), _change_config, _change_rule),
        *(_cut, _turn_a_byte, _empty, _another_thing, _no_pickle, _half_a_pickle, _of_another_program),
    ],
    ids=["rows", "config", "rule", "cut", "byte", "empty", "another noun", "no pickle", "half", "another program"],
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


class _Call:
    def __init__(self, called: str) -> None:
        self.called = called

    def __reduce__(self) -> tuple[object, ...]:
        return (exec if self.called == "exec" else os.mkdir), (self.called,)


@pytest.mark.parametrize("called", ["exec", "thu-muc"])
def test_what_is_kept_can_call_nothing(country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str) -> None:
    """A file that would have functions called as it is read is not read on: whoever may write beside the database can run no program by it."""
    monkeypatch.chdir(tmp_path)
    _lay(country, pickle.dumps(_Call(called)))
    assert len(country.settings().units) == 400
    assert country.read == 2
    assert not (tmp_path / "thu-muc").exists()


@pytest.mark.parametrize("name", ["Path", "Table.__init__", "os.system", "subprocess.run"])
def test_only_nouns_of_settings_are_built(name: str) -> None:
    """Neither what a module of ours merely imports, nor what hangs from a class, is among what may be built."""
    with pytest.raises(pickle.UnpicklingError):
        units_kept._Unpickler(io.BytesIO()).find_class("newswatch.config.settings", name)


def test_equal_profiles_are_one(tmp_path: Path) -> None:
    """Rows that state the same profile share one object, in what is read and in what is kept: a country's settings stay small."""
    rows = "\n".join(f"xa-{n},Số {n},xã,quang-dien-2614,tin,listing,https://xa{n}.example/tin,li.tin" for n in range(3))
    (tmp_path / "units.csv").write_text(
        f"id,name,kind,rules,source.id,source.kind,source.url,source.profile.entry\n{rows}", encoding="utf-8"
    )
    (tmp_path / "config.toml").write_text('units_file = "units.csv"', encoding="utf-8")
    assert len({id(unit.sources[0].profile) for unit in load(tmp_path / "config.toml").units}) == 1
