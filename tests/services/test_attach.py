"""Files attached to items: what is taken, where it lies, and that nothing of it is lost, doubled or left half-done."""

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import newswatch
from files_walk import killed
from office import Office
from portal import Portal

from newswatch.core.model import Verdict
from newswatch.core.record.files import FileKind, FileState
from newswatch.errors import InputError, StoreError
from newswatch.services import attach, review
from newswatch.services.doctor import evidence
from newswatch.services.doctor.finding import Health
from newswatch.store import files, vault

SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x10" + bytes(range(256)) * 4
LOG = "Ngày phát,Giờ,Tên tin\n05/11/2026,05:30,Xã đẩy mạnh cải cách hành chính\n"


@pytest.fixture
def office(tmp_path: Path, portal: Portal) -> Office:
    """An office with one counted article and one bulletin."""
    office = Office(tmp_path, portal)
    office.par(1, "2026-11-02 08:00")
    office.polls("2026-11-05 06:30")
    office.takes_in("so.csv", LOG)
    return office


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A recording."""
    path = tmp_path / "Bản tin sáng 05-11.mp3"
    path.write_bytes(SOUND)
    return path


def attached(office: Office, path: Path, kind: FileKind = FileKind.AUDIO, item: int = 1, **told: Any) -> attach.Attached:
    with office.store() as store:
        return attach.attach(store, path, item, kind, office.now(), **told)


def listed(office: Office, *items: int) -> list[dict[str, Any]]:
    with office.store() as store:
        return [row for item in items or (1, 2) for row in attach.of_item(store, item)]


def kept(office: Office) -> list[Path]:
    """All that lies in the folder of files."""
    return sorted(path for path in vault.folder_of(office.settings.database).rglob("*") if path.is_file())


@pytest.mark.parametrize("item", [1, 2])
def test_a_file_is_kept_under_its_hash(office: Office, sound: Path, item: int) -> None:
    """A file attached to an article or a bulletin lies beside the database under its SHA-256, for its owner alone, and is told with all that was said."""
    made = attached(office, sound, item=item, by="Thư ký", note="đài xã")
    sha256 = hashlib.sha256(SOUND).hexdigest()
    (place,) = kept(office)
    assert place == vault.folder_of(office.settings.database) / sha256[:2] / sha256
    assert place.read_bytes() == SOUND
    (row,) = listed(office, item)
    told = {"name": sound.name, "attached_by": "Thư ký", "note": "đài xã", "type": "audio/mpeg", "kind": "audio", "state": "sound"}
    assert {name: row[name] for name in told} == told
    assert (made.number, made.made, row["attached_at"]) == (row["id"], True, "2026-11-04T23:30:00+00:00")


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_nobody_else_may_look_at_the_files(office: Office, sound: Path) -> None:
    """Files are 0600 and folders 0700 whatever the umask says, and a folder that was opened to others is closed again."""
    before = os.umask(0)
    try:
        attached(office, sound)
        folder = vault.folder_of(office.settings.database)
        folder.chmod(0o755)
        attached(office, sound)
    finally:
        os.umask(before)
    (place,) = kept(office)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (place, place.parent, folder)] == [0o600, 0o700, 0o700]


def test_the_same_bytes_are_kept_once(office: Office, sound: Path, tmp_path: Path) -> None:
    """The same file beside two items lies there once; handed in twice for one item, it is attached once, unless it was voided meanwhile."""
    copy = Path(shutil.copy(sound, tmp_path / "b.bin"))
    first, other, again = attached(office, sound), attached(office, copy, item=2), attached(office, copy)
    assert (again.number, again.made, other.made) == (first.number, False, True)
    with office.store() as store:
        attach.void(store, first.number, "Thư ký", "gắn nhầm", office.now())
    assert attached(office, sound).made
    assert len(kept(office)) == 1


def test_voiding_marks_and_destroys_nothing(office: Office, sound: Path) -> None:
    """A voided file stays on record with who and why, and its bytes stay; it can't be voided twice, without a name or a reason, or if it isn't there."""
    number = attached(office, sound).number
    with office.store() as store:
        for by, because in (("", "x"), ("x", " ")):
            with pytest.raises(InputError, match="--by NAME and --because TEXT"):
                attach.void(store, number, by, because, office.now())
        with pytest.raises(InputError, match="no attached file has the number 9"):
            attach.void(store, 9, "Thư ký", "nhầm", office.now())
        attach.void(store, number, "Thư ký", "nhầm bản tin", office.now())
        with pytest.raises(InputError, match=r"voided already, on 2026-11-04T23:30:00.* by Thư ký"):
            attach.void(store, number, "Thư ký", "nhầm", office.now())
        assert attach.standing(store, office.unit) == {}
    (row,) = listed(office)
    assert (row["voided_by"], row["voided_because"], row["state"]) == ("Thư ký", "nhầm bản tin", "sound")


REFUSED: list[tuple[str, Callable[[Path], None], FileKind, str]] = [
    ("another type", lambda p: _written(p, SOUND), FileKind.LOG_PAGE, "is audio/mpeg by its content; as log-page expected one of .*jpg"),
    ("a program", lambda p: _written(p, b"MZ" + bytes(500)), FileKind.AUDIO, "is of no type known here by its content"),
    ("empty", lambda p: _written(p, b""), FileKind.AUDIO, "is empty"),
    ("not there", lambda _: None, FileKind.AUDIO, "can't be opened: No such file"),
    ("a folder", lambda p: p.mkdir(), FileKind.AUDIO, "is no file that can be attached"),
    ("a pipe", lambda p: os.mkfifo(p), FileKind.AUDIO, "is no file that can be attached"),
    ("too large", lambda p: _written(p, b"%PDF-1.7", 20_000_001), FileKind.SCRIPT, "has more than 20,000,000 bytes"),
]


def _written(path: Path, body: bytes, size: int | None = None) -> None:
    path.write_bytes(body)
    os.truncate(path, size or len(body))


@pytest.mark.parametrize(("case", "made", "kind", "why"), REFUSED, ids=[case for case, *_ in REFUSED])
def test_what_is_refused_leaves_nothing(
    office: Office, tmp_path: Path, case: str, made: Callable[[Path], None], kind: FileKind, why: str
) -> None:
    """A file of the wrong type, one that can't be read and one that is too large are refused by name; no byte and no row stay."""
    made(tmp_path / "file.mp3")
    with pytest.raises(InputError, match=f"file.mp3: {why}"):
        attached(office, tmp_path / "file.mp3", kind)
    assert (kept(office), listed(office)) == ([], [])


def test_only_a_standing_item_takes_files(office: Office, sound: Path) -> None:
    """An item that is not there, a voided bulletin, and a decision about another item are refused; a decision of the item's own is noted."""
    office.decides(1, verdict=Verdict.PAR)
    (number,) = [row["id"] for row in office.trace(1)["decisions"] if row["kind"] == "person"]
    with pytest.raises(InputError, match="no item has the id 77"):
        attached(office, sound, item=77)
    with pytest.raises(InputError, match=f"decision about item 2 has the number {number}"):
        attached(office, sound, item=2, decision_id=number)
    attached(office, sound, decision_id=number)
    assert [row["decision_id"] for row in listed(office)] == [number]
    with office.store() as store:
        review.void(store, 2, "Thư ký", "ghi nhầm", office.now())
    with pytest.raises(InputError, match="bulletin 2 is voided"):
        attached(office, sound, item=2)


def test_memory_stays_small(office: Office, tmp_path: Path) -> None:
    """A recording of 250 MB is taken in by a process that may use 120 MB."""
    path = tmp_path / "dài.mp3"
    path.write_bytes(SOUND)
    os.truncate(path, 250_000_000)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, (120_000_000,) * 2)\n"
        "from newswatch.cli import main; sys.argv[0] = 'newswatch'; main()"
    )
    words = ["--config", str(office.settings.path), "attach", "1", str(path), "--kind", "audio"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "250000000 bytes" in done.stdout


def test_a_run_is_not_waited_for(office: Office, sound: Path) -> None:
    """A file is attached while a check is running; while something else is being written it is refused in seconds, and nothing stays of it."""
    with office.store() as store, store.run("check", office.now):
        assert attached(office, sound).made
        with store.writing(), pytest.raises(StoreError, match="something else is being written just now"):
            attached(office, Path(__file__), FileKind.SCRIPT)
    with office.store() as store, files.together(store):
        assert files.without_row(store) == []
    assert len(kept(office)) == 1


def test_a_missing_or_changed_file_is_told(office: Office, sound: Path, tmp_path: Path) -> None:
    """A file that is gone, and one that was changed, is told by the list, by `explain` and by the doctor; handed in again it is whole again."""
    number = attached(office, sound).number
    (place,) = kept(office)
    place.write_bytes(SOUND[:-1] + b"!")
    assert [row["state"] for row in listed(office)] == ["changed"]
    assert "TỆP ĐÃ BỊ ĐỔI" in newswatch("explain", "--item", "1", cwd=tmp_path).stdout
    assert found(office) == [(Health.BAD, f"{place}: TỆP ĐÃ BỊ ĐỔI (mục 1)")]
    place.unlink()
    assert [row["state"] for row in listed(office)] == ["missing"]
    assert found(office) == [(Health.BAD, f"{place}: MẤT TỆP (mục 1)")]
    assert attached(office, sound).number == number
    assert found(office) == [(Health.OK, f"{vault.folder_of(office.settings.database)}: 1 tệp, còn nguyên cả")]


def test_very_many_files_are_looked_at_and_not_read(office: Office, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is more than the doctor reads it still tells what is missing or of another size, and says that the content was not compared."""
    monkeypatch.setattr(evidence, "_MOST_READ", 10)
    attached(office, sound)
    (place,) = kept(office)
    place.write_bytes(SOUND[:-1] + b"!")
    ((health, told),) = found(office)
    assert (health, "nội dung do `newswatch verify`" in told) == (Health.OK, True)
    place.write_bytes(SOUND + b"!")
    assert [health for health, _ in found(office)] == [Health.BAD]


def found(office: Office) -> list[tuple[Health, str]]:
    """What the doctor finds of the files."""
    with office.store() as store:
        return [(one.health, one.found) for one in evidence.files_kept(store)]


def test_a_file_of_a_newer_copy_is_not_removed(office: Office, sound: Path, tmp_path: Path) -> None:
    """Where the database is put back to an older copy, the files attached since are told and never removed; the next attaching takes them up again."""
    older = tmp_path / "older.db"
    shutil.copy(office.settings.database, older)
    attached(office, sound)
    shutil.copy(older, office.settings.database)
    with office.store() as store, files.together(store):
        pass
    assert len(kept(office)) == 1
    assert [health for health, _ in found(office)] == [Health.WARN]
    attached(office, sound)
    assert [health for health, _ in found(office)] == [Health.OK]


def test_a_full_disk_is_told(office: Office, sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full nothing is recorded, nothing stays, and the message says what to do."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=r"a file can't be kept: No space left on device; make room"):
            attached(office, sound)
    assert (kept(office), listed(office)) == ([], [])


def test_two_may_attach_the_same_at_once(office: Office, sound: Path) -> None:
    """Two people who attach the same bytes to two items at once both have them, and no mark is left."""
    start, faults = threading.Barrier(2), list[BaseException]()

    def hand_in(item: int) -> None:
        start.wait()
        try:
            attached(office, sound, item=item)
        except BaseException as error:
            faults.append(error)

    for _ in range(5):
        both = [threading.Thread(target=hand_in, args=(item,)) for item in (1, 2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert faults == []
    assert [(row["item_id"], row["state"]) for row in listed(office)] == [(1, "sound"), (2, "sound")]
    assert len(kept(office)) == 1


def test_killed_while_attaching(office: Office, tmp_path: Path) -> None:
    """Wherever attaching is killed, no row lacks its bytes; the next run finds no half file, no file without a row, and attaches it once."""
    sound = tmp_path / "ba miếng.mp3"
    sound.write_bytes(SOUND + bytes(3 * vault.PIECE))
    *lines, end = killed(office.settings.path, office.settings.database, office.now(), 1, sound)
    points = [json.loads(line) for line in lines]
    assert end == f"end {len(points)} 0"
    effects = " ".join(point["effect"] for point in points)
    assert all(
        what in effects for what in ("a piece was taken", "fsync", "replace .part", "unlink .part", "mkdir", "INSERT INTO files", "COMMIT")
    )
    assert [point for point in points if point["after"]["lost"] or point["tidied"]["lost"]] == []
    assert [point for point in points if point["tidied"]["strays"] or point["tidied"]["parts"]] == []
    assert [point for point in points if point["again"] != {"rows": 1, "lost": [], "strays": 0, "parts": 0}] == []
    assert {point["after"]["rows"] for point in points} == {0, 1}, "no kill after the row was written was walked"
    assert any(point["after"]["parts"] for point in points)


def test_the_command_line_attaches_lists_and_voids(office: Office, sound: Path, tmp_path: Path) -> None:
    """`attach`, `files`, `files void` and the listings of `items` and `explain` tell of the same file, as text and as JSON."""
    paper = tmp_path / "QĐ 12.pdf"
    paper.write_bytes(b"%PDF-1.7\n")
    done = newswatch("attach", "1", sound, paper, "--kind", "audio", cwd=tmp_path)
    assert (done.returncode, done.stdout.count("file 1, audio/mpeg")) == (2, 1)
    assert "QĐ 12.pdf: is application/pdf by its content" in done.stderr
    made = json.loads(newswatch("attach", "1", paper, "--kind", "decision", "--json", cwd=tmp_path).stdout)
    assert [(one["number"], one["new"], one["type"]) for one in made] == [(2, True, "application/pdf")]
    assert [row["state"] for row in json.loads(newswatch("files", "1", "--json", cwd=tmp_path).stdout)] == ["sound"] * 2
    (item,) = [one for one in json.loads(newswatch("items", "--year", "2026", "--json", cwd=tmp_path).stdout) if one["id"] == 1]
    assert [(one["kind"], one["name"]) for one in item["files"]] == [("audio", sound.name), ("decision", paper.name)]
    assert newswatch("files", "void", "2", "--by", "A", "--because", "nhầm", cwd=tmp_path).returncode == 0
    told, asked = newswatch("files", cwd=tmp_path).stdout, newswatch("attach", "--help", cwd=tmp_path).stdout
    assert f"[{'|'.join(FileKind)}]" in asked
    assert "đã hủy: nhầm" in told
    assert "bản ghi âm" in told
    traced = json.loads(newswatch("explain", "--item", "1", "--json", cwd=tmp_path).stdout)["files"]
    assert [(row["state"], row["voided_because"]) for row in traced] == [(FileState.SOUND, None), (FileState.SOUND, "nhầm")]
    assert newswatch("files", "77", cwd=tmp_path).returncode == 2
