"""Duties are owed a unit: what was done for one discharges no other."""

from contextlib import nullcontext
from pathlib import Path
from threading import Event

import pytest
from office import Office
from portal import Portal

from newswatch.core.notices.agenda import Duty, Ending
from newswatch.services import check, close
from newswatch.services.duties import next_due, owing
from newswatch.services.round import Round
from newswatch.store import runs, units

BOTH = ["unit", "other"]


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office of two units that watch one portal, at nine in the morning."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-11-03 08:00")
    text = office.settings.path.read_text(encoding="utf-8")
    other = text[text.index("[[units]]") :].replace('id = "unit"', 'id = "other"')
    office.settings.path.write_text(f"{text}\n{other}", encoding="utf-8")
    office.reads_settings()
    return office


def owed(office: Office) -> dict[Duty, list[str]]:
    """The units to which each duty is owed now."""
    with office.store() as store:
        return {duty: [unit.id for unit in chosen] for duty, chosen in owing(store, office.settings, office.now()).items()}


def test_a_check_of_one_unit_discharges_no_other(office: Office) -> None:
    """A check, or a closing, of one unit leaves the other's owed; a round then does those alone."""
    assert owed(office) == {Duty.CHECK: BOTH, Duty.CLOSE: BOTH}
    with office.store() as store:
        check.run(store, office.settings, office.now, only=[office.settings.units[1]])
        assert owed(office) == {Duty.CHECK: ["unit"], Duty.CLOSE: BOTH}
        close.run(store, office.settings, [office.settings.units[0]], office.now)
    assert owed(office) == {Duty.CHECK: ["unit"], Duty.CLOSE: ["other"]}
    assert Round(office.settings, office.now, Event(), lambda _: None).walk()
    assert owed(office) == {}
    with office.store() as store:
        done = runs.duties(store)
        rows = [units.unit_row(store, unit) for unit in office.settings.units]
        assert [[done[row][duty].ending for duty in Duty] for row in rows] == [[Ending.OK, Ending.OK]] * 2
        assert next_due(store, office.settings, office.now()) > office.now()


def test_a_unit_new_in_config_owes_everything(office: Office) -> None:
    """A unit that joins a database whose other units have done all owes both duties at once, and nobody else does."""
    assert Round(office.settings, office.now, Event(), lambda _: None).walk()
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('id = "other"', 'id = "third"'), encoding="utf-8")
    office.reads_settings()
    assert owed(office) == {Duty.CHECK: ["third"], Duty.CLOSE: ["third"]}


def test_a_backfill_is_no_check(office: Office) -> None:
    """Walking back through an archive discharges nobody's daily check."""
    office.polls("2026-11-20 09:00", since="2026-11-01")
    assert owed(office) == {Duty.CHECK: BOTH, Duty.CLOSE: BOTH}


@pytest.mark.parametrize("well", [True, False], ids=["well", "ill"])
def test_a_round_tells_who_watches_the_watcher(office: Office, portal: Portal, well: bool) -> None:
    """After a good round the heartbeat's address is asked for, after a bad one the same with /fail; an answer that is none harms no round."""
    text = office.settings.path.read_text(encoding="utf-8")
    beat = f'[schedule]\nheartbeat = "{portal.base}/ping/1"\n'
    office.settings.path.write_text(text.replace("[[units]]", f"{beat}[[units]]", 1), encoding="utf-8")
    office.settings.path.chmod(0o600)
    office.reads_settings()
    said: list[str] = []
    round_ = Round(office.settings, office.now, Event(), said.append)
    with office.store() as store, nullcontext() if well else store.run("check", office.now):  # another run puts the round's own off
        assert round_.walk() is well, said
    assert [r.path for r in portal.requests if "/ping/" in r.path] == ["/ping/1" if well else "/ping/1/fail"]
    assert any(line.startswith("heartbeat: ") for line in said)  # the portal has no such page
