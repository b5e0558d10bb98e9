"""People never wait for a run: what they record needs no run lock, and waits two seconds at most for another transaction."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import pytest
from neighbours import command, runs
from office import Office
from portal import Portal

from newswatch.core.model import Decision, Verdict
from newswatch.errors import InputError, RunOpenError, StoreError
from newswatch.services import intake, review
from newswatch.services.opening import open_store
from newswatch.store import decisions
from newswatch.store.store import Store

LOG = "Ngày phát;Tên tin\n06/11/2026;Công khai thủ tục hành chính\n"
SIGNED = ("--by", "Thư ký", "--because", "ghi nhầm")
HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from newswatch.store.store import Store

with Store.open(Path(sys.argv[1])) as store, {held}:
    print("ready", flush=True)
    sys.stdin.readline()
"""
RUN = 'store.run("check", lambda: datetime.now(UTC))'
TRANSACTION = "store.writing()"


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with an article looked at and a bulletin taken in; its config asks for half a minute between two requests from now on."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-11-03 08:00")
    office.polls()
    office.takes_in("first.csv", "Ngày phát;Tên tin\n05/11/2026;Cải cách hành chính\n")
    (tmp_path / "so.csv").write_text(LOG, encoding="utf-8")
    office.settings.path.write_text(
        office.settings.path.read_text(encoding="utf-8").replace("pace_seconds = 0\n", "pace_seconds = 30\n"), encoding="utf-8"
    )
    office.reads_settings()
    return office


@contextmanager
def holding(office: Office, held: str) -> Iterator[Callable[[], None]]:
    """Another process that holds the run lock, or a transaction, until told to let go or until the end."""
    program = [sys.executable, "-c", HOLD.format(held=held), str(office.settings.database)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        stdin = process.stdin

        def lets_go() -> None:
            if not stdin.closed:
                stdin.write("\n")
                stdin.close()

        yield lets_go
        lets_go()
        assert process.wait(60) == 0


def deeds(office: Office) -> dict[str, tuple[str, ...]]:
    """What people record, as commands."""
    found = {str(item.channel): item.id for item in office.items()}
    return {
        "add": ("bulletin", "add", "--date", "07/11/2026", "--title", "Một cửa thêm giờ"),
        "import": ("bulletin", "import", str(office.folder / "so.csv")),
        "void": ("bulletin", "void", str(found["loudspeaker"]), *SIGNED),
        "review": ("review", "--reject", str(found["portal"]), *SIGNED),
    }


def stored(store: Store) -> list[int]:
    """How many rows there are of what people record, and how many bulletins are voided."""
    counts = [store.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in ("runs", "items", "bulletins", "intakes", "decisions")]
    return [*counts, store.rows("SELECT count(*) AS n FROM bulletins WHERE voided_at IS NOT NULL")[0]["n"]]


def test_people_record_while_a_check_is_at_work(office: Office, portal: Portal) -> None:
    """While a real check pauses between two requests, all that people record is recorded at once; the check goes on and ends as it would."""
    portal.requests.clear()
    portal.retitles(1, "Xã 1 cải cách hành chính, tin sửa")
    work = [sys.executable, "-m", "newswatch.cli", "check"]
    with subprocess.Popen(work, cwd=office.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while not portal.asked("robots"):
            time.sleep(0.02)
        results = {name: command(office, *words).exit_code for name, words in deeds(office).items()}
        with office.store() as store:
            assert store.held()
            assert [row["verb"] for row in store.rows("SELECT verb FROM runs WHERE state = 'open'")] == ["check"]
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    assert results == dict.fromkeys(results, 0)
    assert [(verb, ending) for verb, ending, _ in runs(office)][-3:] == [("check", "stopped"), ("intake", "ok"), ("intake", "ok")]


def test_people_record_while_another_process_holds_the_run_lock(office: Office) -> None:
    """The run lock of another process refuses a run and the inbox, which is part of one, and nothing that people record."""
    office.settings.inbox.mkdir()
    (office.settings.inbox / "so.csv").write_text(LOG, encoding="utf-8")
    with holding(office, RUN):
        with office.store() as store, pytest.raises(RunOpenError):
            intake.sweep_inbox(store, office.settings, office.settings.units, office.now)
        assert {name: command(office, *words).exit_code for name, words in deeds(office).items()} == dict.fromkeys(deeds(office), 0)
    with office.store() as store:
        assert len(store.rows("SELECT * FROM bulletins")) == 3
        assert store.rows("SELECT count(DISTINCT run_id) AS n FROM bulletins") == [{"n": 3}]


@pytest.mark.parametrize("deed", ["add", "import", "void", "review"])
def test_transaction_that_takes_long_is_a_clear_error(office: Office, deed: str) -> None:
    """While another process writes for longer than two seconds a person is told to try again, nothing is recorded, and the next try is."""
    words = deeds(office)[deed]
    with office.store() as store:
        before = stored(store)
        with holding(office, TRANSACTION):
            began = time.monotonic()
            with pytest.raises(StoreError, match="something else is being written just now; nothing was recorded, try again in a moment"):
                command(office, *words)
            assert 1.5 < time.monotonic() - began < 15
            assert stored(store) == before
        assert command(office, *words).exit_code == 0
        assert stored(store) != before


def test_transaction_that_ends_soon_is_waited_for(office: Office) -> None:
    """A person's decision waits for a transaction of half a second, and is recorded."""
    item = next(i.id for i in office.items() if i.channel == "portal")
    with holding(office, TRANSACTION) as lets_go:
        timer = Timer(0.5, lets_go)
        timer.start()
        office.decides(item, verdict=Verdict.OTHER)
        timer.join()
    assert len([d for d in office.trace(item)["decisions"] if d["kind"] == "person"]) == 1


def test_new_unit_is_waited_for_no_longer(office: Office) -> None:
    """Where a unit is newly configured, a person is told just as soon that something else is being written."""
    text = office.settings.path.read_text(encoding="utf-8")
    office.settings.path.write_text(text.replace('name = "Thử"', 'name = "Thử Mới"'), encoding="utf-8")
    office.reads_settings()
    with holding(office, TRANSACTION):
        began = time.monotonic()
        with pytest.raises(StoreError, match="try again in a moment"):
            open_store(office.settings, in_person=True)
        assert time.monotonic() - began < 15


def test_decisions_of_one_call_are_one_transaction(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the second of three decisions can't be recorded, none is."""
    ids = [item.id for item in office.items()]
    made = [Decision(n, "Thư ký", "đã xem", Verdict.OTHER) for n in (*ids, ids[0])]
    real, left = decisions.add, [1]

    def breaks(store: Store, *given: object) -> None:
        if not left[0]:
            raise StoreError("planted")
        left[0] -= 1
        real(store, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(decisions, "add", breaks)
    with office.store() as store:
        before = stored(store)
        with pytest.raises(StoreError, match="planted"):
            review.decide(store, office.unit, made, office.now())
        with pytest.raises(InputError, match="no item has the id 999"):
            review.decide(store, office.unit, [made[0], Decision(999, "Thư ký", "đã xem", Verdict.OTHER)], office.now())
        assert stored(store) == before


def test_bulletin_is_voided_once(office: Office) -> None:
    """Of two who void the same bulletin the second is told by whom it was voided; the first's reason stays."""
    item = next(i.id for i in office.items() if i.channel == "loudspeaker")
    with office.store() as store, office.store() as another:
        review.void(store, item, "Thư ký", "ghi nhầm", office.now())
        with pytest.raises(InputError, match=r"was voided already, on .* by Thư ký"):
            review.void(another, item, "Trưởng ban", "trùng", office.now())
        assert store.rows("SELECT voided_by FROM bulletins WHERE voided_by IS NOT NULL") == [{"voided_by": "Thư ký"}]


def test_file_that_fails_on_the_way_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log file of which the second row can't be stored leaves neither its first row, nor a run, nor a note that it was taken in."""
    (office.folder / "two.csv").write_text(LOG + "07/11/2026;Một cửa\n", encoding="utf-8")
    real, left = decisions.add_classification, [1]

    def breaks(*given: object) -> None:
        if not left[0]:
            raise StoreError("planted")
        left[0] -= 1
        real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(decisions, "add_classification", breaks)
    with office.store() as store:
        before = stored(store)
        with pytest.raises(StoreError, match="planted"):
            intake.read_file(store, office.settings, office.unit, office.folder / "two.csv", office.now)
        assert stored(store) == before
