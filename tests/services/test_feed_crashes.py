"""kill -9 at every effect of closing and delivering to a feed: no score is lost, one is repeated at most, under the same key, and no file is ever half."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from office import Office
from portal import Portal
from receiver import SECRET, Posted, Receiver

WALK = Path(__file__).parents[1] / "feed_walk.py"


def test_killed_anywhere_a_score_arrives(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is killed, the file is the old one or the new one, whole; in the end both targets have the score, and the ledger is whole."""
    monkeypatch.setenv("NEWSWATCH_FEED_SECRET", SECRET)
    office, place = Office(tmp_path, portal), tmp_path / "ra"
    place.mkdir()
    for n in range(3):
        office.par(n, f"2026-10-{5 + n:02d} 08:00")
    office.polls("2026-11-02 06:30", since="2026-09-01")
    office.at = "2026-11-02 08:00"
    with Receiver() as receiver:
        text = office.settings.path.read_text(encoding="utf-8")
        table = f'[feed]\npath = "ra/diem.json"\nurl = "{receiver.url}"\n'
        one_month = text.replace('name = "Thử"', 'name = "Thử"\nvalid_from = 2026-10-01')
        office.settings.path.write_text(one_month.replace("[[units]]", f"{table}[[units]]", 1), encoding="utf-8")
        found = _walked(office, receiver, place / "diem.json")
    points = [line for line, _ in found]
    assert {line["after"] for line in points} == {"old", "whole"}
    ends = {(line["file"], line["same"], line["whole"], tuple(line["left"]), tuple(line["parts"])) for line in points}
    assert ends == {("whole", True, True, (), ())}
    keys = [Counter(post.key for post in posts) for _, posts in found]
    assert {len(counted) for counted in keys} == {1}, "lost, or told under another key"
    assert {counted.total() for counted in keys} == {1, 2}, "repeated more than once, or no kill between taking and marking was walked"
    assert all(post.is_signed for _, posts in found for post in posts)
    effects = " ".join(line["effect"] for line in points)
    for effect in ("INSERT INTO statements", "INSERT INTO feeds", "COMMIT", "replace .part", "fsync", "UPDATE feeds SET state = 'sent'"):
        assert effect in effects, effect


def _walked(office: Office, receiver: Receiver, path: Path) -> list[tuple[dict[str, Any], list[Posted]]]:
    pristine = office.folder / "pristine.db"
    shutil.copy(office.settings.database, pristine)
    command = [sys.executable, str(WALK), str(office.settings.path), str(pristine), office.now().isoformat(), str(path)]
    found = list[tuple[dict[str, Any], list[Posted]]]()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as walker:
        assert walker.stdin
        assert walker.stdout
        assert walker.stderr
        receiver.posts.clear()
        for line in walker.stdout:
            told = json.loads(line)
            posts = list(receiver.posts)
            found.append((told, posts[1:] if not found else posts))
            receiver.posts.clear()
            if told["effect"].startswith("end "):
                break
            walker.stdin.write("\n")
            walker.stdin.flush()
        walker.stdin.close()
        assert walker.wait() == 0, walker.stderr.read()
    return found
