"""A unit's counters: every write that bears on its count advances the stamp, those of polls alone `proofs` with it, and each poll `polls`."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from office import Office
from portal import Portal

from newswatch.core.answer.kinds import Answer
from newswatch.core.bulletin import Closing
from newswatch.core.model import Decision, Verdict
from newswatch.core.months import Month
from newswatch.core.polling.proof import Order, Proof, Walk
from newswatch.core.polling.records import Poll, PollOutcome, Vain
from newswatch.core.record.files import FileKind
from newswatch.services import attach, review
from newswatch.store import bulletins, closings, decisions, kept, polls, pruning, unread_files
from newswatch.store.bulletins import Intake
from newswatch.store.store import Store

UNIT = 1
GOOD = "2026-11-20 10:00"


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with an article, a bulletin whose file had a bad row, a decision and a file that could not be read."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-10-03 08:00")
    office.polls("2026-11-20 09:00")
    office.takes_in("so.csv", "Ngày phát,Tên tin\n05/11/2026,Cải cách hành chính\n32/11/2026,Không ngày\n")
    office.decides(1, verdict=Verdict.PAR)
    office.at = GOOD
    with office.store() as store, store.writing():
        unread_files.note(store, UNIT, "hong.xlsx", "a", "không đọc được", office.now())
    return office


def key(store: Store) -> str:
    """The key of the article."""
    return str(store.rows("SELECT key FROM items WHERE id = 1")[0]["key"])


def recorded(store: Store, office: Office, poll: Poll) -> None:
    with store.run("check", office.now) as run:
        polls.record(store, run.id, UNIT, store.enrolled["unit", "list"], poll)


def proving(office: Office, **changes: object) -> Poll:
    reach = office.now() - timedelta(days=9)
    return Poll(office.now(), PollOutcome.OK, reach=reach, proof=Proof(Order.NEWEST_FIRST, Walk.ONE_PAGE, reach=reach), **changes)  # type: ignore[arg-type]


def refuting(store: Store, office: Office) -> None:
    proof = Proof(Order.UNKNOWN, Walk.COUNTED, refutes=(office.now().date(),))
    recorded(store, office, Poll(office.now(), PollOutcome.OK, proof=proof))


def takes_in_again(store: Store, office: Office, problems: tuple[str, ...] = ()) -> None:
    sha256 = store.rows("SELECT sha256 FROM intakes")[0]["sha256"]
    with store.writing():
        run = store.note_run("intake", office.now())
        bulletins.add(store, run, UNIT, [], office.now(), Intake(b"x", sha256, "so.csv", 1, problems))


def attached(store: Store, office: Office) -> int:
    path = office.folder / "loi-doc.txt"
    path.write_text("Lời đọc", encoding="utf-8")
    return attach.attach(store, path, 2, FileKind.SCRIPT, office.now()).number


def pruned(store: Store, office: Office) -> None:
    assert pruning.drop(store, office.now() + timedelta(days=1), "Thư ký", "hết hạn lưu", office.now())


def received_again(store: Store, office: Office) -> None:
    """The body of a page that was dropped comes again."""
    bodies = {row["sha256"]: row["body"] for row in store.rows("SELECT sha256, body FROM captures")}
    pruned(store, office)
    before = kept.counters(store, UNIT)
    with store.writing():
        for sha256, body in bodies.items():
            store.run_sql("UPDATE captures SET body = ? WHERE sha256 = ?", body, sha256)
    assert kept.counters(store, UNIT).facts > before.facts


def within_one(work: Callable[[Store, Office], object], store: Store, office: Office) -> None:
    work(store, office)


def within(store: Store, work: Callable[[], object]) -> None:
    with store.writing():
        work()


FACTS: dict[str, Callable[[Store, Office], None]] = {
    "a decision": lambda s, o: within(s, lambda: decisions.add(s, Decision(1, "Thư ký", "xem", verdict=Verdict.OTHER), o.now())),
    "a withdrawal": lambda s, o: review.withdraw(s, o.unit, 3, "Thư ký", "nhầm", o.now()),
    "a void": lambda s, o: review.void(s, 2, "Thư ký", "nhầm", o.now()),
    "a closing": lambda s, o: within(s, lambda: closings.add(s, UNIT, Closing(Month(2026, 10), "Thư ký", o.now()))),
    "a file taken in again": takes_in_again,
    "an article asked for in vain": lambda s, o: recorded(s, o, Poll(o.now(), PollOutcome.OK, vain=(Vain(key(s), Answer.HOME, o.now()),))),
    "an address that is gone": lambda s, o: recorded(s, o, Poll(o.now(), PollOutcome.OK, gone=(key(s),))),
    "a first poll by its own clock": lambda s, o: recorded(s, o, Poll(o.now() - timedelta(days=400), PollOutcome.FAILED, "no answer")),
    "an unread file that changed": lambda s, o: within(
        s, lambda: unread_files.note(s, UNIT, "hong.xlsx", "b", "hỏng", o.now() + timedelta(1))
    ),
    "an unread file that is gone": lambda s, o: within(s, lambda: unread_files.end(s, UNIT, "hong.xlsx", o.now(), sound=False)),
    "a file attached": lambda s, o: within_one(attached, s, o),
    "a file voided": lambda s, o: attach.void(s, attached(s, o), "Thư ký", "nhầm", o.now()),
    "a body dropped": lambda s, o: pruned(s, o),
    "a body received again": lambda s, o: received_again(s, o),
    "an ignored file": lambda s, o: within(s, lambda: unread_files.ignore(s, UNIT, "hong.xlsx", "Thư ký", "trống", o.now())),
}


@pytest.mark.parametrize("write", FACTS.values(), ids=FACTS)
def test_facts_advance_the_stamp(office: Office, write: Callable[[Store, Office], None]) -> None:
    """What anybody says, hands in or finds out of an item advances the stamp by more than polls alone do."""
    with office.store() as store:
        before = kept.counters(store, UNIT)
        write(store, office)
        assert kept.counters(store, UNIT).facts > before.facts


@pytest.mark.parametrize("write", [lambda s, o: recorded(s, o, proving(o)), refuting], ids=["proves", "refutes"])
def test_proofs_advance_the_stamp_alone(office: Office, write: Callable[[Store, Office], None]) -> None:
    """A poll that brings nothing advances the stamp by its proof, and nothing else."""
    with office.store() as store:
        before = kept.counters(store, UNIT)
        write(store, office)
        after = kept.counters(store, UNIT)
    assert (after.stamp - before.stamp, after.facts - before.facts, after.polls - before.polls) == (1, 0, 1)


def test_a_failed_poll_is_counted_and_bears_on_nothing(office: Office) -> None:
    """What is due may hang on it, what counts does not."""
    with office.store() as store:
        before = kept.counters(store, UNIT)
        recorded(store, office, Poll(office.now(), PollOutcome.FAILED, "no answer"))
        after = kept.counters(store, UNIT)
    assert (after.stamp, after.facts, after.polls) == (before.stamp, before.facts, before.polls + 1)
