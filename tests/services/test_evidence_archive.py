"""The canonical archive, and the index of a web archive: read by other programs as they are meant, refused at any other byte."""

import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.services.evidence import archive, bag, cdx
from newswatch.services.evidence.archive import Member, NotCanonicalError

AT = datetime(2026, 12, 2, 2, 30, 17, tzinfo=UTC)
FILES = {"bo/bagit.txt": b"BagIt", "bo/data/a.bin": bytes(range(256)), "bo/data/rong.txt": b"", "bo/muc/0001/x.mp3": b"ID3" * 50}


def packed(files: dict[str, bytes], at: datetime = AT) -> bytes:
    """An archive of some files."""
    out, sums = io.BytesIO(), {name: bag.of_pieces(name, [raw]) for name, raw in files.items()}
    archive.write(out, [(Member(name, one.size, one.crc), [files[name]]) for name, one in sums.items()], archive.moment(at))
    return out.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    """What an archive holds, read by our own reader; a byte that the CRC does not vouch for is refused."""
    file, held = io.BytesIO(raw), dict[str, bytes]()
    for member in archive.members(file)[0]:
        with archive.window(file, member) as one:
            held[member.name] = one.read()
        if bag.of_pieces("", [held[member.name]]).crc != member.crc:
            raise NotCanonicalError(member.name)
    return held


def test_other_programs_read_it() -> None:
    """Python's own reader finds each file whole, stored, 0644, under the local time of Việt Nam, and nothing besides."""
    with zipfile.ZipFile(io.BytesIO(packed(FILES))) as found:
        assert found.testzip() is None
        assert {name: found.read(name) for name in found.namelist()} == FILES
        kinds = {(info.compress_type, info.external_attr >> 16, info.date_time) for info in found.infolist()}
    assert kinds == {(zipfile.ZIP_STORED, 0o100644, (2026, 12, 2, 9, 30, 16))}
    assert unpacked(packed(FILES)) == FILES


def test_no_byte_of_it_is_free() -> None:
    """Whichever byte is changed, in whichever way it is tried, the archive is refused."""
    raw = packed(FILES)
    for at in range(len(raw)):
        for by in (0x01, 0x20, 0x80, 0xFF):
            other = raw[:at] + bytes([raw[at] ^ by]) + raw[at + 1 :]
            try:
                held, when = unpacked(other), archive.members(io.BytesIO(other))[1]
            except NotCanonicalError:
                continue
            assert (held, when) != (FILES, archive.moment(AT)), (at, by)


def test_large_sizes_and_places_are_written_as_zip64(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the limit of 32 bits drawn so low that sizes, places and numbers pass it, Python's reader and ours find the same files."""
    monkeypatch.setattr(archive, "_LIMIT", 300)
    monkeypatch.setattr(archive, "_MANY", 3)
    files = FILES | {"bo/data/to.bin": bytes(500)}
    raw = packed(files)
    assert unpacked(raw) == files
    end = raw.rindex(b"PK\x05\x06")
    assert raw[end - 20 : end - 16] == b"PK\x06\x07"
    whole = raw.replace(b"\x2c\x01\x00\x00", b"\xff\xff\xff\xff").replace(b"\x03\x00\x03\x00", b"\xff\xff\xff\xff")
    with zipfile.ZipFile(io.BytesIO(whole)) as found:
        assert {name: found.read(name) for name in found.namelist()} == files


@pytest.mark.parametrize("name", ["../a", "/a", "a//b", "a/../b", ".a", "a/", "", "a b", "á", "a\\b", "C:a", "a/.b", "x" * 201, "a\n"])
def test_names_that_no_pack_has_are_refused(name: str) -> None:
    """A path that leads upwards or elsewhere, is hidden, or holds anything but ASCII letters, digits, dots and dashes is none."""
    assert not archive.is_safe(name)


@given(st.integers(0, 7_000_000_000), st.integers(-12, 14))
def test_the_moment_does_not_depend_on_the_zone(seconds: int, hours: int) -> None:
    """One instant is one moment, in whatever zone it is written, and fits an archive."""
    instant = datetime.fromtimestamp(seconds, UTC)
    assert archive.moment(instant) == archive.moment(instant.astimezone(timezone(timedelta(hours=hours))))
    assert 0 < archive.moment(instant) < 2**32


URLS = [
    "http://xa.example/",
    "http://xa.example",
    "https://www.xa.gov.vn/tin-tuc/Bai-1.html",
    "http://www2.xa.gov.vn/a/b/",
    "http://xa.example:8080/a?b=2&a=1",
    "https://xa.example:443/a?b",
    "http://127.0.0.1:45501/tin/1",
    "http://xa.example/Default.aspx?TabID=12&ItemID=7",
    "http://xa.example/t%E1%BA%BFt.html",
]


def test_addresses_are_sorted_as_other_indexes_sort_them(tmp_path: Path) -> None:
    """The keys are those that py-wacz's indexer gives (in a process of its own, since it brings much with it)."""
    script = "import sys, json, surt; print(json.dumps([surt.surt(url) for url in json.loads(sys.stdin.read())]))"
    done = subprocess.run([sys.executable, "-c", script], input=json.dumps(URLS), capture_output=True, text=True, check=True)
    assert [cdx.key(url) for url in URLS] == json.loads(done.stdout)
    assert cdx.key("http://[::1/") == "http://[::1/"
    assert cdx.key("ftp://xa.example/a") == "ftp://xa.example/a"


def test_an_index_of_many_lines_is_in_blocks() -> None:
    """Each block is found by its place, unpacks by itself, and is what its digest says; an index of nothing is a sound file."""
    lines = [cdx.line(f"http://xa.example/{n:05d}", "2026-11-08T02:00:00Z", offset=str(n)) for n in reversed(range(2500))]
    packed_lines, second = cdx.blocks(lines, "index.cdx.gz")
    places = [json.loads(line.partition("{")[1] + line.partition("{")[2]) for line in second.decode().splitlines()[1:]]
    blocks = [packed_lines[place["offset"] : place["offset"] + place["length"]] for place in places]
    assert [f"sha256:{hashlib.sha256(block).hexdigest()}" for block in blocks] == [place["digest"] for place in places]
    assert "".join(gzip.decompress(block).decode() for block in blocks) == "".join(sorted(lines))
    assert len(places) == 3
    assert gzip.decompress(cdx.blocks([], "index.cdx.gz")[0]) == b""
