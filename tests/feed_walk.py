"""Kills closing and delivering at each effect on a feed: run as a program of its own, since it forks.

An effect is an SQL statement, bytes sent, and whatever makes, writes, names, syncs or removes a file. Point N is just before the Nth.

    feed_walk.py CONFIG PRISTINE NOW FILE

For each point: the database is PRISTINE again and FILE an old one; a child closes and delivers and is killed at the point, another does both to their end.
Then a line of JSON tells the effect, what FILE held after the kill and at the end, what was not delivered, whether the ledger is whole, and a line is
awaited. The last line is "end POINTS".
"""

import json
import os
import sys
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from crash_walk import Kill, carry_out, in_child, rehearse, renew
from files_walk import watch

from newswatch.config import Settings, load
from newswatch.services import ledger
from newswatch.services.opening import open_store
from newswatch.store import feeds

OLD = b'{"schema": "newswatch.score/1"}'


def held(path: Path) -> str:
    """What a file holds: the old score, a whole one, or anything else."""
    body = path.read_bytes() if path.is_file() else b""
    if body == OLD:
        return "old"
    try:
        return "whole" if json.loads(body)["months"] else "else"
    except (ValueError, KeyError):
        return f"else: {body[:20]!r}"


def standing(settings: Settings, path: Path) -> dict[str, Any]:
    """How everything stands at the end."""
    with open_store(settings) as store:
        rows, whole = feeds.listed(store, everything=True), ledger.verify(store).whole
        bodies = {sha256(row["body"]).hexdigest() for row in store.rows("SELECT body FROM feeds WHERE way = 'file'")}
    parts = [one.name for one in path.parent.glob("*.part")]
    same = sha256(path.read_bytes()).hexdigest() in bodies
    return {"file": held(path), "same": same, "left": [row["id"] for row in rows if row["state"] != "sent"], "whole": whole, "parts": parts}


def walk(config: Path, pristine: Path, now: datetime, path: Path) -> None:
    settings, note, point = load(config), config.with_name("effect"), 0
    rehearse(settings, pristine, now)
    while True:
        renew(settings, pristine)
        path.write_bytes(OLD)
        killer = Kill(point, note)

        def dying(killer: Kill = killer) -> None:
            watch(killer)
            carry_out(settings, ["close", "deliver"], now)

        status = in_child(dying)
        after = held(path)
        again = in_child(lambda: carry_out(settings, ["close", "deliver"], now + timedelta(hours=1)))
        ended = os.WIFEXITED(status)
        if again or (ended and status):
            raise SystemExit(f"point {point}: the run after the kill failed")
        effect = f"end {point}" if ended else note.read_text(encoding="utf-8")
        sys.stdout.write(json.dumps({"effect": effect, "after": after, **standing(settings, path)}) + "\n")
        sys.stdout.flush()
        if ended:
            return
        sys.stdin.readline()
        point += 1


if __name__ == "__main__":
    walk(Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), Path(sys.argv[4]))
