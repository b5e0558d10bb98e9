"""Polls that find nothing new share a row: what is told of them is the same as if each had its own, whatever the clock did."""

import json
import sqlite3
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from office import FEED, LISTING, Office
from portal import Portal

from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.count.reasons import Line
from newswatch.core.dates import Dating
from newswatch.core.dates.places import Places
from newswatch.core.model import DateOrigin, Dates, Entry, Profile, SourceWarning, WarningKind
from newswatch.core.months import Month
from newswatch.core.polling.proof import End, Gap, Order, Proof, Walk
from newswatch.core.polling.records import ItemUpdate, Past, Poll, PollOutcome
from newswatch.core.polling.repeats import joined, times
from newswatch.report.json_shapes import watched
from newswatch.services import statements
from newswatch.services.poll.made import Maker, dated
from newswatch.store import kept, polls, repeated, units
from newswatch.store.kept import Counters
from newswatch.store.store import Store

START = datetime.fromisoformat("2026-09-28T08:00:00+07:00")
STEPS = st.sampled_from((1, 1, 1, 3, 7, 12, 24, 30, 26 * 24, -2, -9, -50, 24 * 40, -24 * 40))
KINDS = st.sampled_from(("same", "same", "same", "same", "same", "given", "new", "item", "fails", "refuted", "warns", "moved on"))
VISITS = st.lists(st.tuples(STEPS, st.sampled_from(("list", "feed")), KINDS), min_size=2, max_size=40)
NOWS = tuple(START + timedelta(days=n) for n in (0, 3, 34, 70))


@given(seconds=st.lists(st.tuples(st.integers(0, 40 * 86400), st.booleans())))
def test_times_come_back_as_they_were_joined(seconds: list[tuple[int, bool]]) -> None:
    """The moment of each poll of a row, and whether it was given a page, come back to the second."""
    repeats, at, expected = b"", START, []
    for gap, body in seconds:
        repeats, at = joined(repeats, gap, body=body), at + timedelta(seconds=gap)
        expected.append((at, body))
    assert list(times(START, repeats)) == expected


@settings(max_examples=40, deadline=None)
@given(visits=VISITS)
@example(visits=[(1, "list", "new"), *[(1, "list", "same")] * 30, (-24 * 40, "list", "same"), (1, "list", "same"), (1, "list", "same")])
@example(visits=[(1, "list", "new"), *[(7, "list", "same")] * 9, (-20, "list", "same"), *[(7, "list", "same")] * 9, (1, "list", "item")])
@example(visits=[*[(1, "list", "same")] * 3, (1, "list", "new"), (1, "list", "same"), (-9, "list", "same"), (1, "list", "same")])
@example(visits=[(1, "list", "new"), *[(7, "list", "same")] * 9, (1, "list", "refuted"), *[(7, "list", "same")] * 9])
def test_a_shared_row_tells_what_rows_of_their_own_would(visits: list[tuple[int, str, str]]) -> None:
    """Statements, proofs of months, what is left for the next poll, and what is told of sources are the same, though there are fewer rows."""
    with TemporaryDirectory() as folder, Portal() as portal:
        for name in ("shared", "own"):
            (Path(folder) / name).mkdir()
        shared, own = (Office(Path(folder) / name, portal, LISTING, FEED) for name in ("shared", "own"))
        with shared.store() as one, own.store() as other:
            for n, (at, source, kind) in enumerate(moments(visits)):
                _visit(shared, one, n, at, source, kind)
                with patch.object(repeated, "can_be_extended", lambda _: False):
                    _visit(own, other, n, at, source, kind)
            assert told(shared, one) == told(own, other)
            assert len(one.rows("SELECT id FROM fetches")) <= len(other.rows("SELECT id FROM fetches"))


def moments(visits: list[tuple[int, str, str]]) -> list[tuple[datetime, str, str]]:
    """The visits with the time that the clock shows at each."""
    at, found = START, []
    for hours, source, kind in visits:
        at += timedelta(hours=hours, minutes=7)
        found.append((at, source, kind))
    return found


def _visit(office: Office, store: Store, n: int, at: datetime, source: str, kind: str) -> None:
    """One run with one poll of one source, recorded twice as after a crash."""
    unit = units.unit_row(store, office.unit)
    row = units.source_row(store, office.unit, next(s for s in office.unit.sources if s.id == source))
    with store.writing():
        run = store.note_run("check", at).id
    poll = made(polls.past(store, row), n, at, kind, office.settings.lexicon)
    polls.record(store, run, unit, row, poll)
    before = store.rows("SELECT * FROM fetches")
    polls.record(store, run, unit, row, replace(poll, fetched_at=at + timedelta(seconds=5)))
    assert store.rows("SELECT * FROM fetches") == before


def made(past: Past | None, n: int, at: datetime, kind: str, lexicon: Lexicon) -> Poll:
    """A poll of a kind; one that finds nothing new says what the last one said."""
    last = past.proof if past else None
    if kind == "fails":
        return Poll(at, PollOutcome.FAILED, "no answer")
    if kind in ("same", "given", "warns", "moved on") and last is not None:
        warned = (SourceWarning(WarningKind.FOREIGN_HOST, 2, "bao.vn"),) if kind == "warns" else ()
        etag = f"{n}" if kind == "moved on" else "e"
        proof = replace(last, body=kind == "given")
        return Poll(at, PollOutcome.NOT_MODIFIED, reach=proof.reach, proof=proof, pages=1, entries=9, etag=etag, warnings=warned)
    reach = at - timedelta(days=20 + n % 3)
    gaps = (Gap.UNDATED_ENTRIES,) if n % 4 == 1 else ()
    refutes = (date(2026, 10, 1), date(2026, 9, 29)) if kind == "refuted" else ()
    until = at - timedelta(hours=5) if n % 7 == 3 else None
    proof = Proof(
        Order.NEWEST_FIRST, Walk.ONE_PAGE, End.NOT_REACHED, reach=reach, since=at, foot=reach, gaps=gaps, until=until, refutes=refutes
    )
    updates = (_update(n, at, lexicon),) if kind == "item" else ()
    return Poll(at, PollOutcome.OK, reach=reach, proof=proof, pages=1, entries=9, updates=updates)


def _update(n: int, at: datetime, lexicon: Lexicon) -> ItemUpdate:
    entry = Entry(f"tin-{n}", f"http://xa.vn/tin-{n}", f"Xã cải cách hành chính tại bộ phận một cửa, đợt {n}")
    update = Maker(Profile(""), lexicon, Places()).update(entry, None, None, at, fresh=False)
    day = at - timedelta(days=n % 9, hours=3)
    return dated(replace(update, dates=Dates()), Dating(day, DateOrigin.PAGE, ((DateOrigin.PAGE, day.date()),)))


def told(office: Office, store: Store) -> object:
    """All that is told of a unit, but for the numbers of rows."""
    row = units.unit_row(store, office.unit)
    rule = office.unit.rule_for(2026)
    said: list[object] = []
    for now in NOWS:
        year = statements.year_of(store, office.unit, 2026, now)
        said += [(m.month, m.state, m.coverage, [_line(line) for line in m.lines]) for m in year.months]
        for month in year.months:
            if month.month in (Month(2026, 9), Month(2026, 10), Month(2026, 11)):
                said += [json.dumps(watched(w), default=str) for w in statements.proofs_of(store, office.unit, month, rule, now)]
        said.append(polls.read_again(store, row, now))
    said += [polls.past(store, units.source_row(store, office.unit, source)) for source in office.unit.sources]
    said += polls.last_polls(store, row)
    return said


def _line(line: Line) -> Line:
    """A line but for the numbers of rows."""
    return replace(line, item=replace(line.item, first_poll=0))


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office whose list has not changed for two days of hourly polls."""
    office = Office(tmp_path, portal)
    portal.per_page = 10
    for n in range(1, 9):
        office.par(n, f"2026-11-{n:02} 08:00")
    for hour in range(48):
        office.polls(f"2026-11-{20 + hour // 24} {hour % 24:02}:30")
    return office


def rows(office: Office) -> list[dict[str, object]]:
    with office.store() as store:
        return store.rows("SELECT outcome, times, finished, fetched_at, last_at FROM fetches ORDER BY id")


def test_unchanged_polls_add_no_row(office: Office) -> None:
    """However often nothing was new, there is one row for what was read and one for the polls since, which tells the first, the last and how many."""
    assert [(r["outcome"], r["times"], r["finished"]) for r in rows(office)] == [("ok", 1, 1), ("not_modified", 47, 0)]
    assert rows(office)[1]["last_at"] == "2026-11-21T16:30:00+00:00"


def test_an_open_poll_is_told_apart_from_a_finished_one(office: Office) -> None:
    """The row that may still be extended is finished by the next poll that says something else, by the next month, and by a clock that goes back."""
    office.par(9, "2026-11-22 08:00")
    office.polls("2026-11-22 09:00")
    office.polls("2026-11-22 10:00")
    office.polls("2026-12-01 09:00")
    office.polls("2026-12-01 10:00")
    office.polls("2026-12-01 09:30")
    assert [(r["outcome"], r["times"], r["finished"]) for r in rows(office)] == [
        ("ok", 1, 1),
        ("not_modified", 47, 1),
        ("ok", 1, 1),
        ("not_modified", 1, 1),
        ("not_modified", 2, 1),
        ("not_modified", 1, 0),
    ]


@pytest.mark.parametrize("change", ["last_at = 'x'", "times = times + 1", "proof = ''", "finished = 0"])
def test_a_finished_poll_stays_as_it_is(office: Office, change: str) -> None:
    """A finished row changes no more, an open one only grows, and neither is deleted."""
    with sqlite3.connect(office.settings.database) as db:
        for statement in (
            f"UPDATE fetches SET {change} WHERE finished = 1",
            "UPDATE fetches SET proof = '' WHERE finished = 0",
            "DELETE FROM fetches",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="poll"):
                db.execute(statement)
    db.close()


def test_each_poll_of_a_row_is_counted_as_a_poll_alone(office: Office) -> None:
    """A poll that extends a row advances the unit's stamp, its proofs and its polls, as one with a row of its own does, and none of its facts."""

    def counted(at: str) -> Counters:
        office.polls(at)
        with office.store() as store:
            return kept.counters(store, units.unit_row(store, office.unit))

    before = counted("2026-11-22 09:00")
    for at in ("2026-11-22 10:00", "2026-11-22 23:00", "2026-11-23 00:10"):
        after = counted(at)
        assert after.facts == before.facts
        assert after.stamp > before.stamp
        assert after.polls > before.polls
        before = after


def test_a_kept_year_follows_a_row_that_grows(office: Office) -> None:
    """What was judged while a day was not seen to its end is not what is told once a poll of the same row covers it."""

    def blind(now: str) -> bool:
        with office.store() as store:
            year = statements.year_of(store, office.unit, 2026, datetime.fromisoformat(now))
        return date(2026, 11, 22) in next(m for m in year.months if m.month == Month(2026, 11)).coverage.blind

    office.polls("2026-11-22 23:00")
    assert blind("2026-11-23T07:00:00+07:00")
    office.polls("2026-11-23 07:30")
    assert len(rows(office)) == 2
    assert not blind("2026-11-23T08:00:00+07:00")
