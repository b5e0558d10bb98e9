"""An idle `newswatch run` after one full round: memory, processor time and wake-ups over a minute, against a Python that only sleeps (Linux)."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from office import FEED, LISTING, Office
from portal import Portal
from postbox import Postbox

from newswatch.core.model import LOCAL

SECONDS = 60
LONGEST_ROUND = 60
SLEEPER = [sys.executable, "-c", "import time; time.sleep(1000)"]


@dataclass(frozen=True, slots=True)
class Load:
    """What a process has used so far: seconds of processor time, wake-ups of all its threads; and the megabytes it holds."""

    cpu: float
    wakes: int
    resident: float


def load(pid: int) -> Load:
    """The load of a process now."""
    proc = Path(f"/proc/{pid}")
    fields = (proc / "stat").read_text().rpartition(")")[2].split()
    wakes = sum(status(task)["voluntary_ctxt_switches"] for task in (proc / "task").iterdir())
    return Load((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), wakes, status(proc)["VmRSS"] / 1024)


def status(of: Path) -> dict[str, int]:
    """The counts in a status file of /proc."""
    pairs = (line.split(":", 1) for line in (of / "status").read_text().splitlines())
    return {name: int(value.split()[0]) for name, value in pairs if value.split() and value.split()[0].isdigit()}


def told(name: str, pid: int, floor: Load | None = None) -> Load:
    """Watches a process for a minute and prints what it used; gives its memory."""
    before = load(pid)
    time.sleep(SECONDS)
    after = load(pid)
    ratio = f"  {after.resident / floor.resident:.1f} × python" if floor else ""
    cpu, wakes = (after.cpu - before.cpu) / SECONDS, (after.wakes - before.wakes) / SECONDS
    print(f"{name:20} {after.resident:6.1f} MB resident  {cpu:8.3%} of a core  {wakes:6.2f} wake-ups a second{ratio}", flush=True)
    return after


def settled(office: Office) -> bool:
    """Has the daemon checked, closed and delivered?"""
    with office.store() as store:
        done = {row["verb"] for row in store.rows("SELECT verb FROM runs WHERE state <> 'open'")}
        waiting = store.rows("SELECT 1 FROM deliveries WHERE state <> 'sent'")
    return {"check", "close"} <= done and not waiting


def main() -> None:
    """Prints the load of a sleeping Python and of an idle daemon."""
    sleeper = subprocess.Popen(SLEEPER)
    time.sleep(1)
    floor = told("python, asleep", sleeper.pid)
    sleeper.kill()
    sleeper.wait()
    with TemporaryDirectory() as folder, Portal() as portal, Postbox() as postbox:
        office = Office(Path(folder), portal, LISTING, FEED)
        for n in range(5):
            office.par(n, f"{datetime.now(LOCAL) - timedelta(days=14 * n + 2):%Y-%m-%d %H:%M}")
        office.has_board(postbox, "thuky@xa.example", "truongban@xa.example")
        command = [sys.executable, "-m", "newswatch.cli", "--config", str(office.settings.path), "run"]
        daemon = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until = time.monotonic() + LONGEST_ROUND
        while not (office.settings.database.exists() and settled(office)) and time.monotonic() < until:
            time.sleep(1)
        time.sleep(5)
        told("newswatch run, idle", daemon.pid, floor)
        print(f"{len(postbox.mails)} mails were delivered before; children left: {children(daemon.pid)}")
        daemon.terminate()
        print(f"it ended with {daemon.wait(LONGEST_ROUND)}")


def children(pid: int) -> int:
    """How many processes a process has started that still run."""
    return len(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


if __name__ == "__main__":
    main()
