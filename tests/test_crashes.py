"""kill -9 at every effect of closing and delivering: no mail is lost, at most one is repeated, under the same Message-ID."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from office import Office
from portal import Portal
from postbox import Postbox

from newswatch.services import close
from newswatch.store import deliveries

WALK = Path(__file__).with_name("crash_walk.py")
BOARD = ("thuky@xa.example", "truongban@xa.example", "vanphong@xa.example")
DUE = "2026-11-02 08:00"


@pytest.fixture
def office(tmp_path: Path, portal: Portal, postbox: Postbox) -> Office:
    """An office whose October is short, about to be closed, with a board of three."""
    office = Office(tmp_path, portal)
    office.has_board(postbox, *BOARD)
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.at = DUE
    return office


def walk(office: Office, postbox: Postbox, verbs: str) -> Iterator[tuple[str, Counter[str]]]:
    """Kills the verbs at one effect after another; gives each effect, and how often each mail arrived once all had been run again."""
    pristine = office.folder / "pristine.db"
    shutil.copy(office.settings.database, pristine)
    command = [sys.executable, str(WALK), str(office.settings.path), str(pristine), office.now().isoformat(), verbs]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as walker:
        assert walker.stdin
        assert walker.stdout
        assert walker.stderr
        for line in walker.stdout:
            yield line.strip(), Counter(mail.message_id for mail in postbox.mails)
            postbox.mails.clear()
            if line.startswith("end "):
                break
            walker.stdin.write("\n")
            walker.stdin.flush()
        walker.stdin.close()
        assert walker.wait() == 0, walker.stderr.read()


def expected(office: Office) -> set[str]:
    """The Message-IDs of the mails that are due."""
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)
        rows = deliveries.listed(store, everything=True)
    assert [row["kind"] for row in rows] == ["shortfall"] * len(BOARD)
    return {row["message_id"] for row in rows}


def check(found: list[tuple[str, Counter[str]]], due: set[str], most_repeats: int) -> None:
    assert {point: set(mails) - due for point, mails in found if set(mails) - due} == {}
    assert {point: due - set(mails) for point, mails in found if due - set(mails)} == {}, "lost"
    assert {point: mails for point, mails in found if mails.total() > len(due) + most_repeats} == {}, "repeated"


def test_killed_while_closing(office: Office, postbox: Postbox) -> None:
    """Wherever `close` is killed, each mail arrives exactly once after the next close and delivery."""
    found = list(walk(office, postbox, "close"))
    effects = " ".join(point for point, _ in found)
    assert len(found) > 10
    assert "INSERT INTO notifications" in effects
    assert "COMMIT" in effects
    check(found, expected(office), 0)


def test_killed_while_delivering(office: Office, postbox: Postbox) -> None:
    """Wherever `deliver` is killed, no mail is lost and at most one comes twice, under the same Message-ID."""
    due = expected(office)
    found = list(walk(office, postbox, "deliver"))
    effects = " ".join(point for point, _ in found)
    assert "after b'Content" in effects or "after b'From" in effects
    assert "UPDATE deliveries SET state = 'sent'" in effects
    check(found, due, 1)
    assert sum(mails.total() > len(due) for _, mails in found) >= len(due), "no kill between taking and marking was walked"
