"""Processes that deliver from one outbox at the same time."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from outboxes import BOARD, outbox
from postbox import Postbox

from newswatch.config import MailSettings, Security
from newswatch.store import deliveries

MAILS = 1000
DELIVER = """
import sys
from datetime import datetime
from pathlib import Path
from newswatch.services import deliver
from newswatch.cli.context import Context
from newswatch.config import load
from newswatch.store.store import Store

settings = load(Path(sys.argv[1]))
with Store.open(settings.database) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    print(deliver.run(store, settings, Context.now).sent)
"""


def test_two_processes_and_a_thousand_mails(tmp_path: Path, postbox: Postbox) -> None:
    """Two processes that race for a thousand mails send each exactly once, and both send."""
    config = tmp_path / "config.toml"
    config.write_text(
        'database = "n.db"\n[[units]]\nid = "unit"\nname = "Thử"\nrules = ["quang-dien-2614"]\n'
        f'[mail]\nhost = "127.0.0.1"\nport = {postbox.port}\nsecurity = "none"\nsender = "nw@xa.example"\n',
        encoding="utf-8",
    )
    mail = MailSettings(tmp_path / "outbox", "127.0.0.1", postbox.port, Security.NONE, sender="nw@xa.example")
    with outbox(tmp_path / "n.db", mail, [f"{2000 + n // 12}-{n % 12 + 1:02d}" for n in range(MAILS)], BOARD[:1]) as store:
        command = [sys.executable, "-c", DELIVER, str(config)]
        racers = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
        for racer in racers:
            assert racer.stdout
            assert racer.stdout.readline() == "ready\n"
        sent = [int(racer.communicate()[0]) for racer in _started(racers)]
        assert deliveries.summary(store).sent == MAILS
    arrived = Counter(received.message_id for received in postbox.mails)
    assert (len(arrived), arrived.total()) == (MAILS, MAILS)
    assert sum(sent) == MAILS
    assert min(sent) > 0


def _started(racers: list["subprocess.Popen[str]"]) -> list["subprocess.Popen[str]"]:
    """All are told to begin before any is waited for."""
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("\n")
        racer.stdin.flush()
    return racers
