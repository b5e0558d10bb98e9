"""A portal, a heartbeat or a mail server whose name leads into the office is never asked, and never taken for one that holds nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from names import resolving
from office import PAR_BODY, PAR_TITLE, Office
from outboxes import BOARD, NOON, outbox
from portal import Portal
from postbox import Postbox

from newswatch.config import load
from newswatch.core.count.statement import State
from newswatch.core.polling.records import PollOutcome
from newswatch.services import deliver
from newswatch.services.round import Round

HOST = "xa.example"


def named(office: Office, before: str, after: str) -> None:
    """Writes another address into the configuration."""
    path = office.settings.path
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    office.reads_settings()


def test_a_name_that_moves_into_the_office_is_a_failed_poll(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A poll of a portal whose name has an inner address has failed, with the reason and without a second try; no day of it is proved."""
    looked_up = resolving(monkeypatch, {HOST: ["127.0.0.1"]})
    office = Office(tmp_path, portal)
    for n in range(1, 4):
        portal.article(n, title=PAR_TITLE.format(n=n), date=f"2026-10-{n + 10} 08:00", body=PAR_BODY.format(n=n))
    named(office, "127.0.0.1", HOST)
    office.with_retries(2)
    polled = office.polls("2026-11-02 09:00").polled[0]
    assert (polled.poll.outcome, polled.new, portal.requests, len(looked_up)) == (PollOutcome.FAILED, 0, [], 1)
    assert "its server has the address 127.0.0.1, a loopback address; nothing was asked of it" in (polled.poll.error or "")
    assert office.month("2026-10").state is State.UNKNOWN
    named(office, 'database = "n.db"', 'database = "n.db"\nnetworks = ["127.0.0.1"]')
    assert office.polls("2026-11-03 09:00").polled[0].poll.outcome is PollOutcome.OK


def test_a_heartbeat_leads_nowhere_it_is_not_named(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A heartbeat at a public name with an inner address is not sent, and that is said; one at an address that is named so is."""
    resolving(monkeypatch, {HOST: ["127.0.0.1"]})
    office = Office(tmp_path, portal)
    for base in (portal.base.replace("127.0.0.1", HOST), portal.base):
        said: list[str] = []
        office.with_settings(lambda s, base=base: replace(s, schedule=replace(s.schedule, heartbeat=f"{base}/ping/1")))  # type: ignore[misc]
        Round(office.settings, office.now, Event(), said.append).walk()
        refused = [line for line in said if line.startswith("heartbeat: ") and "a loopback address; nothing was asked" in line]
        assert bool(refused) is (HOST in base)
    assert sum(request.path.startswith("/ping") for request in portal.requests) == 1


def test_mail_for_a_name_in_the_office_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails whose server has a public name and an inner address are kept and put off with the reason; once the network is named they go."""
    resolving(monkeypatch, {"mail.example": ["127.0.0.1"]})
    with Postbox() as box:
        head = f'host = "mail.example"\nport = {box.port}\nsecurity = "none"\nsender = "nw@xa.example"\n'
        unit = '[[units]]\nid = "unit"\nname = "Thử"\nrules = ["quang-dien-2614"]\n'
        path = tmp_path / "config.toml"
        path.write_text(f'database = "n.db"\n[mail]\n{head}{unit}', encoding="utf-8")
        settings = load(path)
        with outbox(settings.database, settings.mail, ["2026-03"]) as store:
            done = deliver.run(store, settings, lambda: NOON)
            assert (done.sent, done.failed, done.put_off, box.connections) == (0, 0, 1, 0)
            assert "127.0.0.1, a loopback address" in done.trouble
            path.write_text(f'database = "n.db"\nnetworks = ["127.0.0.0/8"]\n[mail]\n{head}{unit}', encoding="utf-8")
            settings = load(path)
            assert deliver.run(store, settings, lambda: NOON + timedelta(hours=1)).sent == len(BOARD)
