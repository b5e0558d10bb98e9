"""The evidence pack: what stands in it under which number, what it says is missing, and that strangers' tools accept it. One office serves all tests."""

import gzip
import hashlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import docx
import openpyxl
import pytest
from command import newswatch
from crash_walk import in_child
from ledgered import by_other_hands, copied
from office import Office
from packed import BOARD, LOG, SOUND, facts, lacks, made, row, warc, whats

from newswatch import private
from newswatch.core.model import Verdict
from newswatch.core.periods import Period
from newswatch.core.record.pack import What
from newswatch.errors import InputError, RunOpenError, StoreError
from newswatch.services.evidence import laying, web, web_checking
from newswatch.services.evidence.verifying import verify
from newswatch.services.evidence.web import WebArchive
from newswatch.store import ledger
from newswatch.store.cited import Answer
from newswatch.store.ledger_kinds import KINDS
from newswatch.store.locks import Lock
from newswatch.store.vault import place_of

_VALIDATES = "import sys; from wacz.main import main; sys.exit(max(main(['validate', '-f', path]) for path in sys.argv[1:]))"
"""What `wacz validate` does, of several files in one process."""


@pytest.fixture(scope="module")
def office(november: Office) -> Office:
    """The office of `packed`, which no test changes."""
    return november


@pytest.fixture(scope="module")
def pack(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its pack of November as a folder, which no test changes."""
    return made(office, tmp_path_factory.mktemp("packs") / "bo").path


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Office:
    """A copy of the office whose record a test may change."""
    return copied(office, tmp_path / "khac")


def test_strangers_tools_accept_a_pack(office: Office, pack: Path, tmp_path: Path) -> None:
    """bagit.py accepts the folder and the unpacked archive, warcio the WARC, py-wacz the WACZ, those of a month without items too; the archive unpacks to
    what the folder holds."""
    archive = made(office, tmp_path / "bo.zip").path
    with zipfile.ZipFile(archive) as zipped:
        assert zipped.testzip() is None
        zipped.extractall(tmp_path / "mo")
    (unpacked,) = (tmp_path / "mo").iterdir()
    assert unpacked.name == "minh-chung-unit-2026-11"
    (tmp_path / "trang.warc.gz").write_bytes(warc(pack))
    nothing = made(office, tmp_path / "khong", Period.parse("2026-03")).path
    commands = (
        ("-m", "bagit", "--validate", str(pack), str(unpacked), str(nothing)),
        ("-m", "warcio.cli", "check", str(tmp_path / "trang.warc.gz")),
        ("-c", _VALIDATES, *(str(one / "data" / "trang-web.wacz") for one in (pack, nothing))),
    )
    for words in commands:
        done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert verify(pack).whole
    assert verify(archive).whole
    assert {path.relative_to(unpacked): path.read_bytes() for path in unpacked.rglob("*") if path.is_file()} == {
        path.relative_to(pack): path.read_bytes() for path in pack.rglob("*") if path.is_file()
    }


def test_the_numbers_are_those_of_the_list(pack: Path) -> None:
    """Number and item of each row stand in the list under "TT" and "Mã mục", and in the index page; the statement beside it tells of the same items."""
    sheet = openpyxl.load_workbook(pack / "data" / "danh-sach.xlsx").worksheets[0]
    head = next(cells for cells in sheet.iter_rows(values_only=True) if cells[0] == "TT")
    listed = [(cells[0], cells[head.index("Mã mục")]) for cells in sheet.iter_rows(values_only=True) if isinstance(cells[0], int)]
    told = [(one["number"], one["item"]) for one in facts(pack)["rows"]]
    assert listed == told
    assert len(told) == 7
    page = (pack / "data" / "muc-luc.html").read_text(encoding="utf-8")
    assert re.findall(r'id="tt-(\d+)".*?Mã mục (\d+)', page, re.DOTALL) == [(str(number), str(item)) for number, item in told]
    statement = json.loads((pack / "data" / "ket-qua.json").read_bytes())
    assert [one["id"] for one in statement["items"]] == [item for _, item in told]
    assert statement["score"]["months"][10]["counted"] == sum(one["standing"] == "counted" for one in facts(pack)["rows"]) == 6


def test_an_item_has_all_that_was_kept_of_it(pack: Path) -> None:
    """An article that was edited has both its pages, the list that named it, its image and style sheet, a readable copy and a picture; a PDF is there as
    it is; a bulletin has its row, its log as it was handed in, its recording and script. Each says when it was seen, and a vanished one until when."""
    edited, gone, plain = row(pack, "(đã bổ sung)"), row(pack, "Xã 2 "), row(pack, "Kế hoạch")
    assert whats(edited) == ["readable", "screenshot", "listing", "page", "page", "part", "part"]
    assert [one["at"] for one in edited["captures"] if one["what"] == "page"] == ["2026-11-08T02:00:00Z", "2026-11-09T02:00:00Z"]
    assert (gone["gone_at"], edited["gone_at"]) == ("2026-11-08T08:00:00+00:00", "")
    assert whats(plain) == ["document", "listing", "page"]
    assert (pack / "data" / plain["pieces"][0]["path"]).read_bytes().startswith(b"%PDF-")
    bulletin = row(pack, "đầu tháng")
    assert whats(bulletin) == ["bulletin", "log", "audio", "script"]
    bodies = [(pack / "data" / piece["path"]).read_bytes() for piece in bulletin["pieces"]]
    assert bodies[1:3] == [LOG.encode(), SOUND]
    assert "Bộ phận một cửa trả hồ sơ" in bodies[0].decode()
    assert [piece["name"] for piece in bulletin["pieces"]] == ["", "Sổ phát thanh.csv", "Bản tin sáng.mp3", "lời đọc.txt"]
    page = (pack / "data" / "muc-luc.html").read_text(encoding="utf-8")
    assert "thấy lúc 09:00 09/11/2026" in page
    assert "đến lúc 15:00 08/11/2026 thì địa chỉ không còn" in page
    assert "đính kèm lúc" in page


def test_what_is_missing_is_said(pack: Path) -> None:
    """An item whose page has no picture and a bulletin without recording or script say so, in the index for machines and in the page; other news need
    none."""
    assert lacks(row(pack, "Xã 3 ")) == ["picture"]
    assert lacks(row(pack, "Nhắc lịch")) == ["audio", "script"]
    assert lacks(row(pack, "đầu tháng")) == lacks(row(pack, "gặt lúa")) == []
    page = (pack / "data" / "muc-luc.html").read_text(encoding="utf-8")
    for said in (
        "Không có ảnh chụp trang",
        "Không có bản ghi âm",
        "Không có kịch bản, lời đọc",
        "1 mục được tính còn thiếu minh chứng: TT 5.",
    ):
        assert said in page
    assert [one["number"] for one in facts(pack)["rows"] if one["wanting"]] == [row(pack, "Nhắc lịch")["number"]] == [5]
    report = docx.Document(str(pack / "data" / "bao-cao.docx"))
    assert any("thiếu minh chứng (số thứ tự 5 trong danh sách)" in paragraph.text for paragraph in report.paragraphs)


def test_the_index_page_runs_nothing_and_loads_nothing(pack: Path) -> None:
    """The page holds no script, and each of its links leads to a file that lies beside it."""
    page = (pack / "data" / "muc-luc.html").read_text(encoding="utf-8")
    assert "<script" not in page.lower()
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    links = re.findall(r'href="([^"]+)"', page)
    assert {(pack / "data" / link).is_file() for link in links} == {True}


def test_answers_are_told_as_they_came(pack: Path) -> None:
    """A record has the address that answered, when, the status and the headers as kept; the secret ones are hidden, and those that told how the body
    was packed stand under another name."""
    plain = gzip.decompress(warc(pack)).decode("utf-8", "replace")
    image = next(record for record in plain.split("WARC/1.1\r\n") if "/anh/a.png\r\n" in record)
    assert "WARC-Type: response" in image
    assert "WARC-Date: 2026-11-10T02:00:00Z" in image
    assert "HTTP/1.1 200 OK\r\n" in image
    assert "Set-Cookie: %E2%80%A6" in image
    assert "\r\nContent-Length: " in image


def test_a_packed_answer_is_kept_unpacked_and_says_so(tmp_path: Path) -> None:
    """How a body came over the wire is told under another name beside the length that it has; a body that came twice is kept once, an address that was
    asked for and led to another stands beside it, and no text is made up for a status that has none."""
    headers = (("Content-Encoding", "gzip"), ("Content-Length", "3"))
    digest = hashlib.sha256(b"trang").hexdigest()
    answer = Answer("http://xa.example/a b", "http://xa.example/x?b=1&a=2", 299, "text/html", headers, "2026-11-10T02:00:00+00:00", digest)
    as_of = datetime.fromisoformat("2026-11-10T02:00:00+00:00")
    with WebArchive(tmp_path / "kho", "xã Thử", as_of, "newswatch") as archive, (tmp_path / "kho.wacz").open("w+b") as file:
        first = archive.keep(answer, b"trang", What.PAGE)
        again = archive.keep(replace(answer, at="2026-11-11T02:00:00+00:00"), b"trang", What.PAGE)
        archive.write(file)
        found = web_checking.check(file)
    plain = gzip.decompress((tmp_path / "kho" / web.WARC).read_bytes()).decode()
    assert "X-Archive-Orig-Content-Encoding: gzip\r\nX-Archive-Orig-Content-Length: 3\r\n" in plain
    assert "HTTP/1.1 299\r\n" in plain
    assert "X-Newswatch-Asked-URI: http://xa.example/a b" in plain
    assert plain.count("WARC-Type: response") == plain.count("WARC-Type: revisit") == 1
    assert (found.flaws, set(found.records)) == ([], {first.record, again.record})


def test_the_same_record_gives_the_same_bytes_in_any_time_zone(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made three times of one moment, here and at both ends of the day, an archive is the same byte by byte."""
    found = set()
    try:
        for zone in ("", "America/New_York", "Pacific/Kiritimati"):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            found.add(made(office, tmp_path / f"bo{len(zone)}.zip").path.read_bytes())
    finally:
        monkeypatch.undo()
        time.tzset()
    assert len(found) == 1


def test_a_file_that_was_changed_or_lost_is_named_and_not_there(other: Office, tmp_path: Path) -> None:
    """A recording that was changed beside the database, a script that is lost, a page that is not what it was, and one that a person dropped are named as
    that; the pack is whole, and holds none of them. (The log still has the bulletin's text.)"""
    with other.store() as store:
        rows = {one["kind"]: one["sha256"] for one in store.rows("SELECT kind, sha256 FROM attachments")}
        pages = store.rows("SELECT a.sha256, o.item_id FROM observations o JOIN answers a ON a.id = o.answer ORDER BY o.item_id")
        recording, script = (place_of(store.path, rows[kind]) for kind in ("audio", "script"))
    recording.write_bytes(SOUND[:-1] + b"!")
    script.unlink()
    damaged, dropped = (next(one["sha256"] for one in pages if one["item_id"] == item) for item in (2, 3))
    with by_other_hands(other.settings.database) as db:
        db.execute("UPDATE captures SET body = ? WHERE sha256 = ?", (gzip.compress(b"khac"), damaged))
        db.execute("INSERT INTO prunings (before, pruned_at, pruned_by, because) VALUES ('2029', '2031', 'A', 'B')")
        db.execute("INSERT INTO pruned (sha256, pruning) VALUES (?, 1)", (dropped,))
        db.execute("UPDATE captures SET body = x'' WHERE sha256 = ?", (dropped,))
    pack = made(other, tmp_path / "bo").path
    bulletin = row(pack, "đầu tháng")
    assert (whats(bulletin), lacks(bulletin)) == (["bulletin", "log"], ["file_changed", "file_missing", "audio"])
    assert rows["audio"] in bulletin["missing"][0]["which"]
    assert lacks(row(pack, "gặt lúa")) == ["body_changed"]
    assert lacks(row(pack, "Xã 3 ")) == ["pruned", "picture"]
    assert [one["title"][:4] for one in facts(pack)["rows"] if one["wanting"]] == ["Xã 3", "Nhắc"]
    assert verify(pack).whole
    held = b"".join(path.read_bytes() for path in pack.rglob("*") if path.is_file())
    assert SOUND[:-1] + b"!" not in held
    page = (pack / "data" / "muc-luc.html").read_text(encoding="utf-8")
    assert "Tệp đã lưu bị thay đổi, không kèm theo: Bản tin sáng.mp3" in page


def test_a_pack_is_of_one_moment(other: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is decided and logged while a pack is being made is not in it: it is the same, byte by byte, as if nothing had been."""
    before = made(other, tmp_path / "truoc.zip").path.read_bytes()
    put, done = laying.Payload.put, list[str]()

    def meanwhile(payload: laying.Payload, path: str, raw: bytes) -> object:
        if not done:
            done.append(path)
            other.decides(2, verdict=Verdict.PAR)
            other.takes_in("Sổ phát thanh.csv", f"{LOG}07/11/2026,05:30,Cải cách hành chính: tin thứ ba,Trả hồ sơ.,\n")
        return put(payload, path, raw)

    monkeypatch.setattr(laying.Payload, "put", meanwhile)
    assert made(other, tmp_path / "sau.zip").path.read_bytes() == before
    assert len(facts(made(other, tmp_path / "moi").path)["rows"]) == 8


def test_a_record_that_is_not_whole_gives_no_pack(other: Office, tmp_path: Path) -> None:
    """Where a row was changed behind the program's back no pack is made, and what to do is said."""
    with by_other_hands(other.settings.database) as db:
        db.execute("UPDATE bulletins SET title = 'Cải cách hành chính khác'")
    with pytest.raises(StoreError, match="is not whole, so no pack of it can prove anything; `newswatch verify`"):
        made(other, tmp_path / "bo")
    assert list(tmp_path.glob("bo*")) == []


def test_no_secret_and_no_mailbox_goes_out(other: Office, tmp_path: Path) -> None:
    """Neither the board's mailboxes nor a cookie nor a login that an early version stored stands in a pack, packed or not; the links whose contents would
    show one stand there with their digests alone, and are counted."""
    with by_other_hands(other.settings.database) as db:
        headers = json.dumps([["Set-Cookie", "phien=bi-mat-cua-phien"], ["Content-Type", "text/html"]])
        db.execute("UPDATE answers SET headers = ? WHERE id = (SELECT answer FROM observations WHERE item_id = 2)", (headers,))
        db.execute("UPDATE observations SET url = replace(url, '//', '//thuky:bi-mat-cua-cong@') WHERE item_id = 3")
        db.execute("DELETE FROM ledger")
        for kind in KINDS.values():
            db.execute(f"INSERT INTO unsealed (unit_id, kind, row) SELECT unit, kind, key FROM ({kind.present}) ORDER BY at, key")
        ledger.seal(db, 0)
    pack = made(other, tmp_path / "bo").path
    held = b"".join(path.read_bytes() for path in pack.rglob("*") if path.is_file()) + gzip.decompress(warc(pack))
    for secret in (BOARD, "bi-mat-cua-phien", "bi-mat-cua-cong", "thuky"):
        assert secret.encode() not in held, secret
    assert (verify(pack).whole, verify(pack).withheld) == (True, 2)


def test_a_rule_and_a_vocabulary_that_are_no_more_in_force_go_with_it(other: Office, tmp_path: Path) -> None:
    """The texts that the month's statements and its items' rulings name are in the pack beside those in force, each under its digest."""
    before = facts(made(other, tmp_path / "truoc").path)["papers"]
    text = other.settings.path.read_text(encoding="utf-8")
    other.settings.path.write_text(f'{text}\n[units.rule.quang-dien-2614]\nreading = "B_deficient_months"\n', encoding="utf-8")
    other.reads_settings()
    pack = made(other, tmp_path / "bo").path
    added = {name: path for name, path in facts(pack)["papers"].items() if name not in before}
    assert [name.partition(" ")[0] for name in added] == ["rule"]
    ((name, path),) = added.items()
    assert hashlib.sha256((pack / "data" / path).read_bytes()).hexdigest().startswith(name.removeprefix("rule "))
    assert "Quy tắc chấm điểm trước đây" in (pack / "data" / "muc-luc.html").read_text(encoding="utf-8")
    assert verify(pack).whole


@pytest.mark.parametrize("name", ["bo", "bo.zip"])
def test_a_full_disk_leaves_nothing(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Where the disk is full amid the work, that is said, and nothing lies there."""

    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device", str(tmp_path / name))

    monkeypatch.setattr(laying.Payload, "copy", full)
    with pytest.raises(InputError, match="No space left on device; is there room on the disk"):
        made(office, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["bo", "bo.zip"])
def test_a_killed_process_leaves_no_half_pack(other: Office, tmp_path: Path, name: str) -> None:
    """After `kill -9` just before the end nothing lies under the pack's name, and the next call makes it and removes what was left."""

    def killed() -> None:
        Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign,assignment]
        made(other, tmp_path / "packs" / name)

    assert os.WTERMSIG(in_child(killed)) == signal.SIGKILL
    assert not (tmp_path / "packs" / name).exists()
    assert len(list((tmp_path / "packs").iterdir())) == 1
    assert verify(made(other, tmp_path / "packs" / name).path).whole
    assert [path.name for path in (tmp_path / "packs").iterdir()] == [name]


@pytest.mark.parametrize("name", ["bo", "bo.zip"])
def test_a_pack_is_on_the_disk_before_it_has_its_name(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Every file of a folder and the folders themselves, or the archive, are synced before the pack lies under its name."""
    synced, sync = list[str](), private.sync

    def noted(path: Path) -> None:
        assert (tmp_path / name).exists() == (path == tmp_path)
        synced.append(path.as_posix().partition(".work.part/")[2])
        sync(path)

    monkeypatch.setattr(private, "sync", noted)
    pack = made(office, tmp_path / name).path
    whole = {"bag.zip"} if pack.is_file() else {"bag", *(f"bag/{path.relative_to(pack).as_posix()}" for path in pack.rglob("*"))}
    assert whole <= set(synced)


def test_what_lies_there_stays(office: Office, tmp_path: Path) -> None:
    """A folder, a file or a dangling link of that name is refused and left; so is a second pack while one is being made."""
    (tmp_path / "day").mkdir()
    (tmp_path / "tep.zip").write_bytes(b"x")
    (tmp_path / "dan").symlink_to(tmp_path / "khong")
    for name in ("day", "tep.zip", "dan"):
        with pytest.raises(InputError, match="lies there already"):
            made(office, tmp_path / name)
    with Lock(office.settings.database, "evidence").alone(), pytest.raises(RunOpenError):
        made(office, tmp_path / "bo")
    assert len(list(tmp_path.iterdir())) == 3


def test_a_pack_is_closed_to_other_accounts(pack: Path, office: Office, tmp_path: Path) -> None:
    """Its folders are 0700 and its files 0600, and so is the archive."""
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (pack, *pack.rglob("*"))}
    assert modes == {(True, 0o700), (False, 0o600)}
    assert stat.S_IMODE(made(office, tmp_path / "bo.zip").path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("period", "rows"), [("2026", 9), ("2026-Q4", 9), ("2026-10", 2), ("2026-Q1", 0)])
def test_a_pack_may_be_of_a_year_a_quarter_or_a_month(office: Office, tmp_path: Path, period: str, rows: int) -> None:
    """A pack holds the items of its months, be there none, and is whole."""
    pack = made(office, tmp_path / "bo", Period.parse(period)).path
    assert len(facts(pack)["rows"]) == rows
    assert verify(pack).whole


def test_the_commands(office: Office, tmp_path: Path) -> None:
    """`evidence pack` makes a pack; `evidence verify` reads it where there is neither database nor configuration, and ends with 0, or 3 and what is
    wrong; what is no pack ends with 2."""
    config = ("--config", office.settings.path)
    done = newswatch(*config, "evidence", "pack", "--year", "2026", "--month", "11", "--out", tmp_path / "bo", cwd=office.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 mục được tính còn thiếu minh chứng" in done.stdout
    (tmp_path / "khac").mkdir()
    shutil.move(tmp_path / "bo", tmp_path / "khac" / "bo")
    found = newswatch("evidence", "verify", "bo", cwd=tmp_path / "khac")
    assert (found.returncode, found.stderr) == (0, "")
    assert "Bộ minh chứng nguyên vẹn. Mã sổ ghi" in found.stdout
    head = facts(tmp_path / "khac" / "bo")["head"]
    held = newswatch("evidence", "verify", "bo", "--head", head[:16], cwd=tmp_path / "khac")
    assert (held.returncode, "đứng sau mắt xích" in held.stdout) == (0, True)
    assert newswatch("evidence", "verify", "bo", "--head", "0" * 16, cwd=tmp_path / "khac").returncode == 3
    (tmp_path / "khac" / "bo" / "data" / "danh-sach.xlsx").write_bytes(b"x")
    broken = newswatch("evidence", "verify", "bo", "--json", cwd=tmp_path / "khac")
    assert broken.returncode == 3
    told = json.loads(broken.stdout)
    flaws = told["flaws"]
    assert (told["rows"], told["links"], told["wrong"]) == (None, None, 2)
    assert {(flaw["what"], flaw["where"]) for flaw in flaws} == {("changed", "data/danh-sach.xlsx"), ("tag", "bag-info.txt")}
    said = newswatch("evidence", "verify", "bo", cwd=tmp_path / "khac").stdout
    assert "KHÔNG NGUYÊN VẸN" in said
    assert "CHƯA xét mục lục" in said
    assert newswatch("evidence", "verify", "khong", cwd=tmp_path).returncode == 2
    both = newswatch(*config, "evidence", "pack", "--year", "2026", "--month", "1", "--quarter", "1", "--out", "x", cwd=tmp_path)
    assert both.returncode == 2
