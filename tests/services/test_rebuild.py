"""Everything kept is made anew: by one process or several, the same as if it had never been dropped."""

import re
from pathlib import Path

import pytest
from neighbours import NEIGHBOUR, broken_for, command, neighbours, of_unit
from office import Office
from portal import Portal
from work import counting

from newswatch.services import kept, rebuild
from newswatch.store import kept as stored


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """Two units with items of October and November, one of which was asked for an earlier year."""
    office = Office(tmp_path, portal)
    with Portal() as other:
        neighbours(office, other)
        for n in range(3):
            office.par(n, f"2026-10-{5 + n:02d} 08:00")
            other.article(n, title=f"Phường {n} rút ngắn thủ tục hành chính", date="2026-11-03 08:00", body="Cải cách hành chính.")
        office.polls("2026-11-20 06:30", since="2026-01-01")
    office.states()
    with office.store() as store:
        kept.years(store, office.unit, [2023], office.now())
    return office


def rows(office: Office) -> list[dict[str, object]]:
    with office.store() as store:
        return store.rows("SELECT * FROM kept ORDER BY unit_id, year")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("harm", ["", "DELETE FROM kept", "DROP TABLE kept", "UPDATE kept SET brief = x'00'"])
def test_all_is_kept_as_before(office: Office, workers: int, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever became of it, each open year of each unit is kept again byte for byte; a year asked for once is, if it was known which."""
    monkeypatch.setattr(rebuild, "_CHUNK", 1)
    before = rows(office)
    assert [row["year"] for row in before] == [2023, 2025, 2026, 2025, 2026]
    with office.store() as store:
        if harm:
            with store.writing():
                store.run_sql(harm)
        done = rebuild.run(store, office.settings.units, office.now(), workers)
    lost = 1 if harm.startswith("D") else 0
    assert (done.units, done.years, done.faults) == (2, 5 - lost, ())
    assert rows(office) == before[lost:]


def test_what_was_rebuilt_is_read(office: Office) -> None:
    """After it nothing has to be judged."""
    with office.store() as store:
        rebuild.run(store, office.settings.units, office.now(), 2)
        with counting(store) as work:
            for unit in office.settings.units:
                kept.years(store, unit, [2025, 2026], office.now())
        assert work.units_read == 0


def test_a_unit_that_fails_leaves_the_others(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault names the unit, and the other's years are kept."""
    monkeypatch.setattr(kept, "look", broken_for(kept.look, of_unit))
    with office.store() as store:
        done = rebuild.run(store, office.settings.units, office.now(), 1)
    assert ([fault.about for fault in done.faults], done.units) == (["unit unit"], 1)
    assert len(rows(office)) == 2


def test_stopped_it_keeps_what_was_judged(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """No further unit is judged once it is to stop, and what was found until then is kept."""
    monkeypatch.setattr(rebuild, "_CHUNK", 1)
    with office.store() as store:
        done = rebuild.run(store, office.settings.units, office.now(), 1, stop=lambda: bool(stored.years(store)))
    assert (done.units, len(rows(office))) == (1, 3)


def test_the_command_says_what_it_did(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`newswatch rebuild` counts units and years; with `--unit` it is that one's; a unit that fails makes it end with 3."""
    assert re.fullmatch(r"2 units judged anew, [4-9] years kept\n", command(office, "rebuild", "--jobs", "1").stdout)
    assert re.fullmatch(r"1 units judged anew, [2-4] years kept\n", command(office, "rebuild", "--unit", NEIGHBOUR).stdout)
    monkeypatch.setattr(kept, "look", broken_for(kept.look, of_unit))
    assert command(office, "rebuild", "--jobs", "1").exit_code == 3


def test_items_are_indexed_anew(office: Office) -> None:
    """Whatever became of the index by which polls find items, it is made again as the polls had made it."""
    tables = ("indexed_units", "indexed_items", "indexed_keys", "unindexed")
    with office.store() as store:
        before = [store.rows(f"SELECT * FROM {table}") for table in tables]
        with store.writing():
            store.run_sql("UPDATE indexed_items SET title = 0, published_at = NULL")
        rebuild.run(store, office.settings.units, office.now(), 1)
        assert [len(rows) for rows in before] == [2, 6, 0, 0]
        assert [store.rows(f"SELECT * FROM {table}") for table in tables] == before
