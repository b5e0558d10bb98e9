"""An office whose record holds all that a pack can: illustrated pages, one that changed, one that is gone, a PDF, a log with a recording; and what is
lacking of them."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from illustrated import illustrates, page, png
from office import PAR_BODY, PAR_TITLE, Office
from portal import Portal

from newswatch.core.periods import Period
from newswatch.core.record.files import FileKind, FileType
from newswatch.services import attach, close
from newswatch.services.copies import run, waiting
from newswatch.services.copies.laying import lay
from newswatch.services.evidence import archive, bag, making, web
from newswatch.services.evidence.archive import Member
from newswatch.services.evidence.bag import Sums
from newswatch.store import files, page_copies

SOUND = b"ID3\x04\x00\x00\x00\x00\x00\x10" + bytes(range(256)) * 4
LOG = (
    "Ngày phát,Giờ,Tên tin,Nội dung,Người viết\n"
    "05/11/2026,05:30,Bản tin cải cách hành chính đầu tháng,Bộ phận một cửa trả hồ sơ thủ tục hành chính đúng hẹn.,Bùi Thị Nhàn\n"
    "06/11/2026,05:30,Nhắc lịch làm thủ tục hành chính tại bộ phận một cửa,,Bùi Thị Nhàn\n"
)
BOARD = "thuky@xa.example"
NOW = "2026-12-02 09:00"
MONTH = Period.parse("2026-11")


def full_office(folder: Path, portal: Portal) -> Office:
    """November of an office: five articles, one of which was edited, one of which is gone, one a PDF; two bulletins, one with recording and script."""
    office = Office(folder, portal)
    office.has_board(None, BOARD)
    portal.per_page = 10
    portal.serves("/anh/a.png", png(10), "image/png", headers={"Set-Cookie": "phien=bi-mat-cua-phien"})
    portal.serves("/kieu.css", "h1 { color: green }", "text/css")
    head = '<link rel="stylesheet" href="/kieu.css">'
    office.par(2, "2026-11-03 08:00")
    for n in (1, 3):
        illustrates(office, n, f"2026-11-0{n + 1} 08:00", '<img src="/anh/a.png">', head=head)
    illustrates(office, 4, "2026-11-06 08:00", "", title="Bà con thôn Đông gặt lúa", body="Lúa chín vàng. " * 9)
    portal.article(5, title="Kế hoạch cải cách hành chính của xã", date="2026-11-07 08:00")
    portal.serves(
        portal.url_of(5).removeprefix(portal.base),
        pdf("Ke hoach cai cach hanh chinh cua xa: ra soat thu tuc hanh chinh."),
        "application/pdf",
    )
    for n in (20, 21):
        office.par(n, f"2026-10-{n} 08:00")
    office.polls("2026-11-08 09:00")
    portal.deletes(2)
    office.polls("2026-11-08 15:00")
    edited = page(PAR_TITLE.format(n=1), "2026-11-02 08:00", PAR_BODY.format(n=1) + "\nĐã bổ sung.", '<img src="/anh/a.png">', head)
    portal.serves(portal.url_of(1).removeprefix(portal.base), edited)
    portal.article(1, title=PAR_TITLE.format(n=1) + " (đã bổ sung)", date="2026-11-02 08:00", body=PAR_BODY.format(n=1))
    portal.serves(portal.url_of(1).removeprefix(portal.base), edited)
    office.polls("2026-11-09 09:00")
    office.polls("2026-11-10 09:00")
    office.takes_in("Sổ phát thanh.csv", LOG)
    _has_files(office)
    office.closes_log("2026-11", "2026-12-01 09:00")
    office.polls(NOW)
    with office.store() as store:
        close.run(store, office.settings, office.settings.units, office.now)
    return office


def pdf(text: str) -> bytes:
    """A PDF file of one page with a text in plain letters."""
    stream = b"BT /F1 10 Tf 10 200 Td (%s) Tj ET" % text.encode("ascii")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % (table, len(body))


def _has_files(office: Office) -> None:
    """Images of the pages, a picture of one, a recording and a script of the first bulletin."""
    with office.store() as store:
        run.copy_pages(store, office.settings, waiting.due(store, office.settings, office.settings.units, office.now()), office.now)
        shown = office.item("(đã bổ sung)").id
        (kept,) = page_copies.pages(store, [shown])
        with files.together(store), lay(store, png(7), FileType.PNG, office.now()) as sha256:
            page_copies.add_copy(store, kept, "screenshot", sha256, office.now(), "chromium 1")
        for name, raw, kind in (("Bản tin sáng.mp3", SOUND, FileKind.AUDIO), ("lời đọc.txt", "Kính thưa bà con".encode(), FileKind.SCRIPT)):
            path = office.folder / name
            path.write_bytes(raw)
            attach.attach(store, path, office.item("đầu tháng").id, kind, office.now(), by="Thư ký")


def made(office: Office, out: Path, period: Period = MONTH) -> making.Made:
    """A pack of the office, as a folder or an archive."""
    with office.store() as store:
        return making.make(store, office.settings, making.Asked(office.unit, period), out, office.now())


def facts(pack: Path) -> dict[str, Any]:
    """The index of a pack for machines."""
    told: dict[str, Any] = json.loads((pack / "data" / "muc-luc.json").read_bytes())
    return told


def row(pack: Path, part: str) -> dict[str, Any]:
    """The one row whose title holds a text."""
    (found,) = [one for one in facts(pack)["rows"] if part in one["title"]]
    assert isinstance(found, dict)
    return found


def whats(one: dict[str, Any]) -> list[str]:
    """What a row has: of its files, then of its answers."""
    return [piece["what"] for piece in one["pieces"]] + [capture["what"] for capture in one["captures"]]


def lacks(one: dict[str, Any]) -> list[str]:
    """What a row lacks."""
    return [missing["what"] for missing in one["missing"]]


def warc(pack: Path) -> bytes:
    """The WARC file of a pack, packed as it is."""
    with zipfile.ZipFile(pack / "data" / "trang-web.wacz") as kept:
        return kept.read("archive/data.warc.gz")


def rebagged(pack: Path) -> None:
    """Writes the lists of a bag anew, as whoever forges one would."""
    payload = [_sums(pack, path) for path in sorted((pack / "data").rglob("*")) if path.is_file()]
    words = bag.told((pack / bag.INFO).read_bytes())
    words.pop(bag.OXUM)
    tags = {bag.BAGIT: bag.DECLARATION, bag.INFO: bag.info(words, payload), **bag.manifests(payload)}
    for name, raw in (tags | bag.tag_manifests(tags)).items():
        (pack / name).write_bytes(raw)


def _sums(pack: Path, path: Path) -> Sums:
    return bag.of_pieces(path.relative_to(pack).as_posix(), [path.read_bytes()])


def forged(pack: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Changes a file of the payload and writes the lists anew."""
    path = pack / "data" / name
    path.write_bytes(change(path.read_bytes()))
    rebagged(pack)


def rezipped(raw: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A WACZ file with one of its files changed, and all that it states of itself written anew."""
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        held = {one: old.read(one) for one in old.namelist()}
    _, when = archive.members(io.BytesIO(raw))
    held[name] = change(held[name])
    package = json.loads(held[web.PACKAGE])
    for one in package["resources"]:
        one |= {"hash": f"sha256:{hashlib.sha256(held[one['path']]).hexdigest()}", "bytes": len(held[one["path"]])}
    held[web.PACKAGE] = json.dumps(package).encode()
    held[web.DIGEST] = json.dumps({"path": web.PACKAGE, "hash": f"sha256:{hashlib.sha256(held[web.PACKAGE]).hexdigest()}"}).encode()
    out, sums = io.BytesIO(), {one: bag.of_pieces(one, [body]) for one, body in held.items()}
    archive.write(out, [(Member(one, sums[one].size, sums[one].crc), [body]) for one, body in held.items()], when)
    return out.getvalue()
