"""An exception nobody foresaw is the failure of one source, file or unit: told, kept with its traceback, and the others go on."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from neighbours import NEIGHBOUR, broken_for, command, fault_of, neighbours, of_unit, runs
from office import FEED, LISTING, PAR_BODY, Office
from portal import Portal

from newswatch.core.notices.agenda import Ending
from newswatch.core.polling.records import ItemUpdate, PollOutcome
from newswatch.services import close, intake, kept, merging, statements
from newswatch.services.faults import Fault, attempt
from newswatch.services.round import Round
from newswatch.services.statements import knowledge
from newswatch.sources import article
from newswatch.sources.http.fetch import Fetcher
from newswatch.sources.log import reader
from newswatch.store import bulletins, decisions, observations, polls
from newswatch.store.store import Store

LOG = "Ngày phát;Tên tin\n05/10/2026;{title}\n"


@pytest.fixture
def other() -> Iterator[Portal]:
    """A second portal on loopback, up and empty."""
    with Portal() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, portal: Portal, other: Portal) -> Office:
    """Two units with two items each, on two portals, and a board for both."""
    office = Office(tmp_path, portal)
    office.has_board(None, "thuky@xa.example")
    neighbours(office, other)
    for n, day in enumerate(("2026-10-05", "2026-10-06")):
        office.par(n, f"{day} 08:00")
        other.article(n, title=f"Phường {n} cải cách hành chính ở bộ phận một cửa", date=f"{day} 08:00", body=PAR_BODY.format(n=n))
    return office


def titles(office: Office, unit_id: str) -> set[str]:
    """The titles stored of a unit."""
    with office.store() as store:
        return {item.title[:6] for item in knowledge(store, office.settings.unit(unit_id)).items}


def tracebacks(office: Office) -> list[str]:
    """The traceback of each poll, oldest first."""
    with office.store() as store:
        return [row["traceback"] for row in store.rows("SELECT traceback FROM fetches ORDER BY id")]


def break_articles(patch: pytest.MonkeyPatch, portal: Portal, ending: str = "") -> None:
    """Makes the reader break on the articles of one portal whose address ends so."""

    def marked(_body: bytes, url: str, *_: Any, **__: Any) -> bool:
        return url.startswith(portal.base) and url.split(".html")[0].endswith(ending)

    patch.setattr(article, "read_page", broken_for(article.read_page, marked))


def test_fault_in_one_source_is_its_failed_poll(office: Office, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault while one source is polled fails that poll, with its address, its kind and its traceback kept; the other source's items are stored."""
    break_articles(monkeypatch, portal)
    report = office.polls()
    broken = next(x for x in report.polled if x.failed)
    assert (report.ending, broken.unit, broken.poll.outcome) == (Ending.PARTIAL, "unit", PollOutcome.FAILED)
    assert broken.poll.error.startswith(f"{portal.listing_url}: ")
    assert fault_of(broken.poll.error)
    assert titles(office, NEIGHBOUR) == {"Phường"}
    assert titles(office, "unit") == set()
    kept = next(filter(None, tracebacks(office)))
    assert "Traceback (most recent call last)" in kept
    assert "ZeroDivisionError: planted" in kept
    verb, ending, note = runs(office)[0]
    assert (verb, ending, fault_of(note), portal.listing_url in note) == ("check", "partial", True, True)


@pytest.mark.parametrize(("broken", "code"), [(1, 3), (2, 4)])
def test_fault_in_one_source_is_exit_3_and_in_all_exit_4(
    office: Office, portal: Portal, other: Portal, monkeypatch: pytest.MonkeyPatch, broken: int, code: int
) -> None:
    """`check` says which source a fault hit and ends with 3; if all were hit, with 4."""
    for hit in (portal, other)[:broken]:
        break_articles(monkeypatch, hit)
    result = command(office, "check")
    assert (result.exit_code, fault_of(result.stderr)) == (code, True)


def test_what_was_read_before_a_fault_is_kept(office: Office, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The articles read before the one that broke are stored; the poll proves nothing of any day, and the next sound one finds the rest."""
    break_articles(monkeypatch, portal, ending="-0")
    report = office.polls()
    assert [x.poll.reach for x in report.polled if x.failed] == [None]
    assert len(office.items()) == 1
    monkeypatch.undo()
    assert office.polls().ending is Ending.OK
    assert len(office.items()) == 2


def test_fault_in_one_source_of_a_host_leaves_its_next_source_whole(
    tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a fault in a portal's listing its feed is read through the same session: it opens no article twice and stores what is left."""
    office = Office(tmp_path, portal, LISTING, FEED)
    for n in range(4):
        office.par(n, f"2026-11-0{n + 1} 08:00")
    break_articles(monkeypatch, portal, ending="-2")
    first = office.polls()
    assert [x.failed for x in first.polled] == [True, True]
    assert {item.title[:5] for item in office.items()} == {"Xã 3 "}
    monkeypatch.undo()
    portal.requests.clear()
    second = office.polls()
    assert (second.ending, [x.new for x in second.polled]) == (Ending.OK, [3, 0])
    assert len(portal.asked(r"/tin/")) == 3


def test_poll_that_can_not_be_stored_is_a_failed_poll(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault while one source's items are stored leaves none of them, keeps the poll as failed, and lets the others be stored."""
    monkeypatch.setattr(observations, "write", broken_for(observations.write, lambda _store, _seen, update: update.title.startswith("Xã")))
    report = office.polls()
    assert report.ending is Ending.PARTIAL
    assert [fault_of(x.poll.error) for x in report.polled if x.failed] == [True]
    assert (titles(office, "unit"), titles(office, NEIGHBOUR)) == (set(), {"Phường"})
    assert any("ZeroDivisionError: planted" in text for text in tracebacks(office))


def test_row_the_database_refuses_fails_one_poll(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item that breaks a rule of the tables is a fault of its source's poll, not of the database: the other source's items are stored."""
    real = observations.write

    def breaks_a_rule(store: Store, seen: observations.Seen, update: ItemUpdate) -> str:
        written = real(store, seen, update)
        if update.title.startswith("Xã"):
            store.run_sql("UPDATE runs SET state = 'no such state' WHERE id = ?", seen.run_id)
        return written

    monkeypatch.setattr(observations, "write", breaks_a_rule)
    report = office.polls()
    assert report.ending is Ending.PARTIAL
    assert ["RowRefused" in x.poll.error for x in report.polled if x.failed] == [True]
    assert (titles(office, "unit"), titles(office, NEIGHBOUR)) == (set(), {"Phường"})


def test_item_that_could_not_be_stored_is_found_by_the_next_poll(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a listing's items could not be stored, its feed leaves no empty item behind, and the next poll finds all, with the page that named them."""
    office = Office(tmp_path, portal, LISTING, FEED)
    for n in range(3):
        office.par(n, f"2026-11-0{n + 1} 08:00")
    monkeypatch.setattr(observations, "write", broken_for(observations.write, lambda *_: True))
    office.polls()
    with office.store() as store:
        assert store.rows("SELECT * FROM items") == []
    monkeypatch.undo()
    office.polls()
    with office.store() as store:
        assert store.rows("SELECT count(*) AS n FROM namings") == [{"n": 3}]
    assert len(office.items()) == 3


def test_fault_before_a_poll_is_its_failed_poll(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault while it is looked up what a source needs (a damaged row, say) fails that source alone."""
    first: list[int] = []

    def marked(_store: object, source_row: int) -> bool:
        first.append(source_row)
        return source_row == first[0]

    monkeypatch.setattr(polls, "past", broken_for(polls.past, marked))
    report = office.polls()
    assert [(x.unit, fault_of(x.poll.error)) for x in report.polled if x.failed] == [("unit", True)]
    assert titles(office, NEIGHBOUR) == {"Phường"}


def test_fault_of_a_session_fails_the_sources_of_its_host(office: Office, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the session with one host can't even begin, its sources have failed, and the other host's are polled."""
    hosts = [f"127.0.0.1:{portal.base.rpartition(':')[2]}"]
    monkeypatch.setattr("newswatch.services.poll.turn.Fetcher", broken_for(Fetcher, lambda _settings, asked, *_, **__: asked == hosts))
    report = office.polls()
    assert [(x.unit, fault_of(x.poll.error)) for x in report.polled if x.failed] == [("unit", True)]


def test_fault_while_a_unit_is_classified_anew_is_that_units(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit whose items can't be classified anew is named in the report and the run; all sources are polled all the same."""
    first: list[int] = []

    def marked(_store: object, unit_row: int, *_: Any) -> bool:
        first.append(unit_row)
        return unit_row == first[0]

    monkeypatch.setattr(decisions, "stale", broken_for(decisions.stale, marked))
    report = office.polls()
    assert (report.ending, [str(f) for f in report.faults]) == (
        Ending.PARTIAL,
        ["unit unit: a fault nobody foresaw (ZeroDivisionError: planted); please report it"],
    )
    assert not any(x.failed for x in report.polled)
    assert fault_of(runs(office)[0][2])


def test_stop_of_the_process_is_no_fault(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """SystemExit and KeyboardInterrupt are no fault of a source: they end the run as stopped, and go on."""

    def ends(*_: Any, **__: Any) -> None:
        raise SystemExit(7)

    monkeypatch.setattr(article, "read_page", ends)
    with pytest.raises(SystemExit):
        office.polls()
    assert [ending for _, ending, _ in runs(office)] == ["stopped"]


def test_deeply_nested_json_ld_is_no_metadata(office: Office, portal: Portal, other: Portal) -> None:
    """An article whose JSON-LD is nested 100,000 deep is read by its page, and both units store their items."""
    path = portal.url_of(0).removeprefix(portal.base)
    deep = '<script type="application/ld+json">{"@graph":' + "[" * 100_000 + "]" * 100_000 + "}</script>"
    shown = f"<p>{PAR_BODY.format(n=0)}</p>" * 3
    portal.serves(path, f"<html><head><title>Xã 0</title>{deep}</head><body><h1>Xã 0</h1><div>{shown}</div></body></html>")
    assert office.polls().ending is Ending.OK
    assert (titles(office, "unit"), titles(office, NEIGHBOUR)) == ({"Xã 0 đ", "Xã 1 đ"}, {"Phường"})


def lay_logs(office: Office) -> None:
    """Lays a log of each unit into its inbox."""
    for unit in office.settings.units:
        folder = office.settings.inbox / unit.id
        folder.mkdir(parents=True)
        (folder / f"{unit.id}.csv").write_text(LOG.format(title=f"Cải cách hành chính của {unit.id}"), encoding="utf-8")


def test_fault_in_one_file_refuses_it_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log file that breaks the reader is refused with the reason, the other one is taken in, and the run is partial and names it."""
    lay_logs(office)
    monkeypatch.setattr(reader, "read", broken_for(reader.read, lambda _body, name, _known: name == "unit.csv"))
    with office.store() as store:
        taken = intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
    assert [(file.file, file.added, fault_of(file.refused)) for file in taken] == [("unit.csv", 0, True), ("neighbour.csv", 1, False)]
    assert taken[0].fault is not None
    assert "ZeroDivisionError: planted" in taken[0].fault.traceback
    verb, ending, note = runs(office)[0]
    assert (verb, ending, "unit.csv" in note) == ("intake", "partial", True)


def test_fault_in_one_file_is_exit_3_with_its_traceback_in_the_log(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` polls on after a file that breaks the reader, writes the traceback to standard error, and ends with 3."""
    lay_logs(office)
    monkeypatch.setattr(reader, "read", broken_for(reader.read, lambda _body, name, _known: name == "unit.csv"))
    result = command(office, "check")
    assert (result.exit_code, "Traceback (most recent call last)" in result.stderr) == (3, True)
    assert titles(office, "unit") == {"Xã 0 đ", "Xã 1 đ"}


def test_row_the_database_can_not_hold_refuses_its_file_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that can be read and not be stored leaves nothing behind, and hinders no other."""
    lay_logs(office)

    def marked(_store: object, _run: object, _row: object, rows: Any, *_: object, **__: object) -> bool:
        return bool(rows[0][0].file == "unit.csv")

    monkeypatch.setattr(bulletins, "add", broken_for(bulletins.add, marked))
    with office.store() as store:
        taken = intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
        assert store.rows("SELECT file FROM intakes") == [{"file": "neighbour.csv"}]
    assert [bool(file.refused) for file in taken] == [True, False]


def test_fault_while_a_month_is_stated_anew_is_that_units(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`check` states the other unit's months, says which unit was hit, records it in a run, and ends with 3."""
    monkeypatch.setattr(statements, "reconcile", broken_for(statements.reconcile, of_unit))
    result = command(office, "check")
    assert (result.exit_code, fault_of(result.stderr), "ZeroDivisionError: planted\n" in result.stderr) == (3, True, True)
    verb, ending, note = runs(office)[-1]
    assert (verb, ending, note.startswith("unit unit: ")) == ("reconcile", "partial", True)
    with office.store() as store:
        stated = store.rows("SELECT DISTINCT u.key FROM statements s JOIN units u ON u.id = s.unit_id")
    assert stated == [{"key": NEIGHBOUR}]


def test_fault_while_one_unit_is_closed_is_that_units(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`close` writes the other unit's notices, keeps the fault in the run's note, writes the traceback to the log, and ends with 3."""
    office.polls("2026-11-02 06:30")
    monkeypatch.setattr(close, "_habits", broken_for(close._habits, of_unit))
    result = command(office, "close")
    assert (result.exit_code, fault_of(result.stderr), f"{NEIGHBOUR}: " in result.stdout) == (3, True, True)
    verb, ending, note = runs(office)[-1]
    assert (verb, ending, fault_of(note)) == ("close", "partial", True)
    with office.store() as store:
        told = store.rows("SELECT DISTINCT u.key FROM notifications n JOIN units u ON u.id = n.unit_id")
    assert told == [{"key": NEIGHBOUR}]


def test_close_of_which_all_failed_is_a_failed_run(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """If every unit was hit, the run has failed, so that it is done again after an hour."""
    monkeypatch.setattr(close, "_habits", broken_for(close._habits, lambda *_: True))
    assert command(office, "close").exit_code == 3
    assert runs(office)[-1][:2] == ("close", "failed")


def test_fault_of_one_unit_leaves_the_round_going(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A round says which unit was hit, with the traceback, closes the other, and is not well."""
    said: list[str] = []
    office.polls("2026-11-02 06:30")
    monkeypatch.setattr(close, "_habits", broken_for(close._habits, of_unit))
    assert not Round(office.settings, office.now, Event(), said.append).walk()
    log = "\n".join(said)
    assert (fault_of(log), "Traceback" in log, f"close {NEIGHBOUR}: " in log, "close: 2 units" in log) == (True, True, True, True)


def test_fault_of_one_unit_leaves_the_status_of_the_others(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`status` shows the other unit, says which one was hit, and ends with 3."""
    office.polls()
    monkeypatch.setattr("newswatch.services.status.in_brief", broken_for(statements.in_brief, of_unit))
    result = command(office, "status", "--year", "2026")
    assert (result.exit_code, fault_of(result.stderr), "Traceback" in result.stderr) == (3, True, True)
    assert result.stdout.count("tiêu chí 1.3.3") == 1


def test_fault_of_one_unit_while_looking_who_has_months_to_state(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What hits one unit there leaves it to be stated, which meets the fault again, and the others as they are."""
    office.polls("2026-11-02 06:30")
    for _ in range(2):
        office.states()
    with office.store() as store:
        assert statements.unstated(store, office.settings, office.settings.units, office.now()) == ()
        monkeypatch.setattr(kept, "rests_on", broken_for(kept.rests_on, lambda unit, *_: unit.id == "unit"))
        assert [u.id for u in statements.unstated(store, office.settings, office.settings.units, office.now())] == ["unit"]


def test_score_that_can_not_be_worked_out_is_exit_3(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """`score` of a unit that is hit prints no score, says what hit it, and ends with 3; that of the other is printed."""
    office.polls()
    monkeypatch.setattr(merging, "in_brief", broken_for(statements.in_brief, of_unit))
    hit, well = (command(office, "score", "--year", "2026", "--unit", unit) for unit in ("unit", NEIGHBOUR))
    assert (hit.exit_code, hit.stdout, fault_of(hit.stderr)) == (3, "", True)
    assert (well.exit_code, "tiêu chí 1.3.3" in well.stdout) == (0, True)


def test_texts_of_a_fault_can_be_stored_and_stay_short() -> None:
    """Half characters in an exception's text, a text of a megabyte and a recursion of a thousand calls make a fault that can be stored."""

    def falls(depth: int) -> None:
        if depth:
            falls(depth - 1)
        raise ValueError("\ud800" + "x" * 1_000_000)

    found = attempt("one thing", lambda: falls(900))
    assert isinstance(found, Fault)
    assert str(found).startswith("one thing: a fault nobody foresaw (ValueError: ?xxx")
    assert (len(str(found)) < 500, len(found.traceback) < 30_000) == (True, True)
    found.told.encode("utf-8")
