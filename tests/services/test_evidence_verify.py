"""Verifying a pack: no byte of it can be changed, nothing added, nothing made up by whoever writes the lists anew, and a hostile pack harms nobody."""

import gzip
import hashlib
import io
import json
import os
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from office import Office
from packed import facts, forged, made, rebagged, rezipped

from newswatch.core.record.pack import FACTS, INDEX, LEDGER, STATEMENT, WEB, Checked, Wrong
from newswatch.errors import InputError
from newswatch.services.evidence import archive, chain, contents, verifying, web_checking
from newswatch.services.evidence.verifying import verify

CHANGES = 200


@pytest.fixture(scope="module")
def packs(november: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which one pack lies as `bo` and as `bo.zip`, which tests leave as they are."""
    folder = tmp_path_factory.mktemp("packs")
    made(november, folder / "bo")
    made(november, folder / "bo.zip")
    return folder


@pytest.fixture
def pack(packs: Path, tmp_path: Path) -> Path:
    """A copy of the folder that a test may change."""
    shutil.copytree(packs / "bo", tmp_path / "bo")
    return tmp_path / "bo"


def kinds(found: Checked) -> set[Wrong]:
    return {flaw.what for flaw in found.flaws}


def changed(path: Path, at: int, by: int) -> None:
    """Changes one byte of a file; the same once more takes it back."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ by]))


def test_a_byte_changed_anywhere_in_a_folder_is_refused(pack: Path) -> None:
    """Each of 200 single bytes changed at random is found, half of them anywhere, half in a file that any of the files may be."""
    files = sorted(path for path in pack.rglob("*") if path.is_file())
    rng, sizes = random.Random(16), [path.stat().st_size for path in files]
    for n in range(CHANGES):
        path = rng.choice(files) if n % 2 else rng.choices(files, sizes)[0]
        at, by = rng.randrange(path.stat().st_size), 1 << rng.randrange(8)
        changed(path, at, by)
        assert not verify(pack).whole, (path, at, by)
        changed(path, at, by)
    assert verify(pack).whole


def test_a_byte_changed_anywhere_in_an_archive_is_refused(packs: Path, tmp_path: Path) -> None:
    """The same of an archive, of which half are changed where no file's content lies: names, times, sizes, the directory."""
    path = Path(shutil.copy(packs / "bo.zip", tmp_path))
    with path.open("rb") as file:
        members, _ = archive.members(file)
    within = [range(one.offset, one.offset + one.size) for one in members]
    size = path.stat().st_size
    between = [
        at
        for before, after in zip([range(0), *within], [*within, range(size, size)], strict=True)
        for at in range(before.stop, after.start)
    ]
    rng = random.Random(16)
    for n in range(CHANGES):
        at, by = rng.choice(between) if n % 2 else rng.randrange(size), 1 << rng.randrange(8)
        changed(path, at, by)
        assert not verify(path).whole, (at, by)
        changed(path, at, by)
    assert verify(path).whole


def test_a_file_more_or_less_is_named(pack: Path) -> None:
    """A file added anywhere, an empty folder, and a file that is gone are named by their paths."""
    (pack / "data" / "muc" / "them.txt").write_bytes(b"x")
    (pack / "ghi-chu.txt").write_bytes(b"x")
    (pack / "data" / "trong").mkdir()
    (pack / "data" / INDEX).unlink()
    named = {(str(flaw.what), flaw.where) for flaw in verify(pack).flaws}
    assert {("extra", "data/trong/"), ("extra", "ghi-chu.txt"), ("extra", "data/muc/them.txt"), ("missing", f"data/{INDEX}")} <= named


def in_json(change: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    """A change of what a JSON file says."""

    def changed(raw: bytes) -> bytes:
        value = json.loads(raw)
        change(value)
        return json.dumps(value, ensure_ascii=False).encode()

    return changed


def _other_time(told: Any) -> None:
    told["rows"][0]["captures"][1]["at"] = "2026-11-01T02:00:00Z"


def _other_address(told: Any) -> None:
    told["rows"][0]["captures"][1]["url"] = "http://xa.example/"


def _swapped(told: Any) -> None:
    told["rows"][0], told["rows"][1] = told["rows"][1], told["rows"][0]


def _other_item(told: Any) -> None:
    told["rows"][0]["item"] = 77


def _other_key(told: Any) -> None:
    told["rows"][0]["key"] = "xa.example#1"


def _other_head(told: Any) -> None:
    told["head"] = "0" * 64


def _other_unit(told: Any) -> None:
    told["unit"] = "xa-khac"


def _head_of_statement(told: Any) -> None:
    told["ledger_head"] = "0" * 64


def _rule_of_statement(told: Any) -> None:
    told["score"]["rule"]["digest"] = "0" * 64


def _title_in_ledger(raw: bytes) -> bytes:
    return raw.replace("lúa".encode(), "LÚA".encode(), 1)


def _without_a_link(raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join(lines[:5] + lines[6:])


def _without_content(raw: bytes) -> bytes:
    lines = [json.loads(line) for line in raw.splitlines()]
    return b"".join(chain._line({name: value for name, value in line.items() if name != "content"}) for line in lines)


def _in_warc(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change within a WARC, of which each record is packed anew."""

    def packed(raw: bytes) -> bytes:
        records = [b"WARC/1.1" + record for record in gzip.decompress(raw).split(b"WARC/1.1")[1:]]
        return b"".join(gzip.compress(record.replace(old, new)) for record in records)

    return lambda raw: rezipped(raw, "archive/data.warc.gz", packed)


FORGED: dict[str, tuple[str, Callable[[bytes], bytes], Wrong]] = {
    "a page seen earlier": (FACTS, in_json(_other_time), Wrong.CITED),
    "a page elsewhere": (FACTS, in_json(_other_address), Wrong.CITED),
    "rows exchanged": (FACTS, in_json(_swapped), Wrong.CITED),
    "another item": (FACTS, in_json(_other_item), Wrong.CITED),
    "another key": (FACTS, in_json(_other_key), Wrong.CITED),
    "another head": (FACTS, in_json(_other_head), Wrong.LINK),
    "another unit": (FACTS, in_json(_other_unit), Wrong.LINK),
    "an index that is none": (FACTS, lambda _: b"[]", Wrong.UNREADABLE),
    "an index nested deep": (FACTS, lambda _: b"[" * 100_000, Wrong.UNREADABLE),
    "a statement of another head": (STATEMENT, in_json(_head_of_statement), Wrong.CITED),
    "a statement under another rule": (STATEMENT, in_json(_rule_of_statement), Wrong.CITED),
    "another text in the ledger": (LEDGER, _title_in_ledger, Wrong.LINK),
    "a link taken out": (LEDGER, _without_a_link, Wrong.LINK),
    "a ledger cut short": (LEDGER, lambda raw: raw[:-200], Wrong.LINK),
    "a ledger that says nothing of the items": (LEDGER, _without_content, Wrong.CITED),
    "a ledger nested deep": (LEDGER, lambda raw: raw.splitlines(keepends=True)[0] + b"[" * 100_000 + b"\n", Wrong.LINK),
    "a page's body": (WEB, _in_warc(b"th\xe1\xbb\xa7 t\xe1\xbb\xa5c", b"TH\xe1\xbb\xa7 t\xe1\xbb\xa5c"), Wrong.WEB),
    "a record's date": (WEB, _in_warc(b"WARC-Date: 2026-11-08", b"WARC-Date: 2026-11-01"), Wrong.CITED),
    "a WACZ that is none": (WEB, lambda raw: raw[:-1], Wrong.WEB),
    "a WARC that is none": (WEB, lambda raw: rezipped(raw, "archive/data.warc.gz", lambda _: b"x"), Wrong.WEB),
}


@pytest.mark.parametrize(("name", "change", "wrong"), FORGED.values(), ids=FORGED)
def test_whoever_writes_the_lists_anew_is_found_out(pack: Path, name: str, change: Callable[[bytes], bytes], wrong: Wrong) -> None:
    """A pack of which one file was changed and every list of the bag written anew is refused for what does not agree inside."""
    before = (pack / "data" / name).read_bytes()
    forged(pack, name, change)
    assert (pack / "data" / name).read_bytes() != before
    assert wrong in kinds(verify(pack))


def test_a_recording_put_in_afterwards_is_found_out(pack: Path) -> None:
    """A recording that takes another's place, in the index and in every list, was never entered in the ledger; a file that no row names is refused too."""
    (piece,) = [one for row in facts(pack)["rows"] for one in row["pieces"] if one["what"] == "audio"]
    path = pack / "data" / piece["path"]
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    told = facts(pack)
    for row in told["rows"]:
        for one in row["pieces"]:
            if one["what"] == "audio":
                one["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (pack / "data" / FACTS).write_text(json.dumps(told), encoding="utf-8")
    rebagged(pack)
    assert [(flaw.what, flaw.found.split(" SHA")[0]) for flaw in verify(pack).flaws] == [(Wrong.CITED, "no link enters")]
    (pack / "data" / "muc" / "them.txt").write_bytes(b"x")
    rebagged(pack)
    assert Wrong.EXTRA in kinds(verify(pack))


def _linked(pack: Path) -> None:
    (pack / "data" / INDEX).unlink()
    (pack / "data" / INDEX).symlink_to("/etc/passwd")


def _linked_folder(pack: Path) -> None:
    shutil.rmtree(pack / "data" / "muc")
    (pack / "data" / "muc").symlink_to("/etc")


def _piped(pack: Path) -> None:
    os.mkfifo(pack / "data" / "ong")


def _deep(pack: Path) -> None:
    (pack / "data" / Path(*["a"] * 40)).mkdir(parents=True)


def _spaced(pack: Path) -> None:
    (pack / "data" / "a b").write_bytes(b"x")


def _hidden(pack: Path) -> None:
    (pack / ".an").write_bytes(b"x")


@pytest.mark.parametrize("spoil", [_linked, _linked_folder, _piped, _deep, _spaced, _hidden])
def test_what_is_no_plain_file_is_refused_unopened(pack: Path, spoil: Callable[[Path], None]) -> None:
    """A link, a pipe, a hidden file, a name that no pack has, folders without end: each is named, and not opened or followed."""
    spoil(pack)
    assert Wrong.UNSAFE in kinds(verify(pack))


def _zip(*entries: tuple[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as zipped:
        for name, raw in entries:
            zipped.writestr(zipfile.ZipInfo(name), raw, how)
    return out.getvalue()


STRANGE: dict[str, Callable[[bytes], bytes]] = {
    "no archive": lambda _: b"tin",
    "empty": lambda _: b"",
    "an empty archive": lambda _: _zip(),
    "leads upwards": lambda _: _zip(("../../etc/x", b"x")),
    "leads to the root": lambda _: _zip(("/etc/x", b"x")),
    "packed": lambda _: _zip(("bo/bagit.txt", bytes(50_000_000)), how=zipfile.ZIP_DEFLATED),
    "something before": lambda raw: b"x" + raw,
    "something after": lambda raw: raw + b"x",
    "a comment": lambda raw: raw[:-2] + b"\x01\x00x",
    "cut": lambda raw: raw[: len(raw) // 2],
    "the directory alone": lambda raw: raw[raw.rindex(b"PK\x05\x06") :],
    "two packs": lambda raw: raw + raw,
}


@pytest.mark.parametrize("change", STRANGE.values(), ids=STRANGE)
def test_an_archive_of_another_form_is_refused(packs: Path, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """An archive that is not the one which its files give is refused before any of it is read: one that packs, leads elsewhere, holds more or less."""
    (tmp_path / "bo.zip").write_bytes(change((packs / "bo.zip").read_bytes()))
    assert kinds(verify(tmp_path / "bo.zip")) == {Wrong.ZIP}


def _record(head: bytes, body: bytes = b"") -> bytes:
    return gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n" + head + b"\r\n\r\n" + body + b"\r\n\r\n")


HUGE: dict[str, Callable[[], bytes]] = {
    "a bomb": lambda: _record(b"Content-Length: 400000000", b"HTTP/1.1 200 OK\r\n\r\n") + gzip.compress(bytes(250_000_000), 1),
    "a head without end": lambda: _record(b"X: " + b"x" * 1_000_000),
    "an HTTP head without end": lambda: _record(b"Content-Length: 1000000", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_000_000),
    "an end amid a record": lambda: _record(b"Content-Length: 4", b"HTTP")[:-12],
}


@pytest.mark.parametrize("warc", HUGE.values(), ids=HUGE)
def test_a_web_archive_that_would_fill_the_memory_is_refused(pack: Path, warc: Callable[[], bytes]) -> None:
    """A WARC that unpacks to far more than it weighs, or whose heads don't end, is refused for that."""
    forged(pack, WEB, lambda raw: rezipped(raw, "archive/data.warc.gz", lambda _: warc()))
    flaws = [flaw for flaw in verify(pack).flaws if flaw.what is Wrong.WEB]
    assert len(flaws) == 1
    assert any(text in flaws[0].found for text in ("times its size", "a record has a head", "ends amid"))


def test_files_larger_than_packs_have_are_refused(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index, a list of the bag, a web archive or a line of the ledger beyond their bounds is refused, and so is a folder of too many files."""
    monkeypatch.setattr(web_checking, "MOST_RECORDS", 3)
    assert kinds(verify(pack)) == {Wrong.WEB, Wrong.CITED}
    monkeypatch.setattr(chain, "LONGEST_LINE", 100)
    assert kinds(verify(pack)) >= {Wrong.LINK}
    monkeypatch.setattr(contents, "MOST_VALUES", 100)
    assert kinds(verify(pack)) == {Wrong.UNREADABLE}
    monkeypatch.setattr(verifying, "LARGEST_JSON", 5_000)
    assert kinds(verify(pack)) == {Wrong.UNREADABLE}
    monkeypatch.setattr(verifying, "LARGEST_JSON", 100)
    assert kinds(verify(pack)) == {Wrong.TOO_LARGE}
    monkeypatch.setattr("newswatch.services.evidence.opened.MOST_MEMBERS", 10)
    assert kinds(verify(pack)) == {Wrong.TOO_LARGE}


def test_a_head_of_a_mail_is_found(pack: Path) -> None:
    """A head that stood when a mail was written is found by its first digits, with the link after which it stood; one of another record is not."""
    head, links = facts(pack)["head"], facts(pack)["links"]
    assert verify(pack, f"{head[:4]}-{head[4:8]}-{head[8:12]}").stood == ((links, head),)
    assert verify(pack, "0123456789abcdef").stood == ()
    with pytest.raises(InputError, match="is no head of a ledger"):
        verify(pack, "xa")


def test_where_nothing_is_there_that_is_said(tmp_path: Path) -> None:
    """A path that leads nowhere is an error of whoever asks; an empty folder lacks each file of a bag."""
    with pytest.raises(InputError, match="is neither a folder nor a file"):
        verify(tmp_path / "khong")
    assert kinds(verify(tmp_path)) == {Wrong.MISSING}


def test_a_flood_of_flaws_is_counted_and_told_in_part(pack: Path) -> None:
    """Of a hundred and fifty strange files a hundred are named and all are counted."""
    for n in range(150):
        (pack / f"la-{n}").write_bytes(b"")
    found = verify(pack)
    assert (len(found.flaws), found.wrong >= 150) == (100, True)
