"""What a file is by its content: each type by its signature, whatever stands behind it, and near misses that are none."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.record.files import ALLOWED, MOST_BYTES, SUFFIXES, FileKind, FileType
from newswatch.sources.read.file_type import PIECE, file_type


def zipped(*names: str, mimetype: str = "") -> bytes:
    """An archive with entries of these names, its type first where it states one."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x" * 50)
    return made.getvalue()


ODF = "application/vnd.oasis.opendocument."
KNOWN: list[tuple[str, bytes, FileType | None]] = [
    ("mp3 with a tag", b"ID3\x04\0\0\0\0\0\x10", FileType.MP3),
    ("mp3 of MPEG-1", b"\xff\xfb\x90\x64\0\0", FileType.MP3),
    ("mp3 of MPEG-2", b"\xff\xf3\x90\x64\0\0", FileType.MP3),
    ("mp3 of MPEG-2.5", b"\xff\xe3\x90\x64\0\0", FileType.MP3),
    ("aac", b"\xff\xf1\x50\x80\x2e\x7f\xfc", FileType.AAC),
    ("wav", b"RIFF\x24\x08\0\0WAVEfmt ", FileType.WAV),
    ("m4a", b"\0\0\0\x1cftypM4A \0\0", FileType.M4A),
    ("mp4 of a phone", b"\0\0\0\x1cftypisom\0\0", FileType.MP4),
    ("mov", b"\0\0\0\x14ftypqt  \0\0", FileType.MP4),
    ("3gp of an old phone", b"\0\0\0\x18ftyp3gp4\0\0", FileType.THREE_GP),
    ("ogg", b"OggS\0\2", FileType.OGG),
    ("flac", b"fLaC\0\0", FileType.FLAC),
    ("amr", b"#!AMR\n<", FileType.AMR),
    ("wma", bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c00"), FileType.WMA),
    ("jpeg", b"\xff\xd8\xff\xe1\0\x10Exif", FileType.JPEG),
    ("png", b"\x89PNG\r\n\x1a\n\0\0", FileType.PNG),
    ("gif", b"GIF89a\1\0", FileType.GIF),
    ("webp", b"RIFF\x24\0\0\0WEBPVP8 ", FileType.WEBP),
    ("heic of an iPhone", b"\0\0\0\x18ftypheic\0\0", FileType.HEIC),
    ("avif", b"\0\0\0\x18ftypavif\0\0", FileType.AVIF),
    ("tiff", b"II*\0\x08\0\0\0", FileType.TIFF),
    ("tiff, the other way", b"MM\0*\0\0\0\x08", FileType.TIFF),
    ("bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", FileType.BMP),
    ("pdf", b"%PDF-1.7\n", FileType.PDF),
    ("rtf", b"{\\rtf1\\ansi", FileType.RTF),
    ("doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(20), FileType.OLD_OFFICE),
    ("docx", zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), FileType.DOCX),
    ("xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), FileType.XLSX),
    ("odt", zipped("content.xml", mimetype=f"{ODF}text"), FileType.ODT),
    ("ods", zipped("content.xml", mimetype=f"{ODF}spreadsheet"), FileType.ODS),
    ("text", "Kính thưa bà con\r\n\tHôm nay…".encode(), FileType.TEXT),
    ("text with a mark", b"\xef\xbb\xbfabc", FileType.TEXT),
    ("text of Notepad in UTF-16", "Kính thưa".encode("utf-16"), FileType.TEXT),
    ("a zip of anything", zipped("a.txt", "word.xml"), None),
    ("another OpenDocument", zipped("content.xml", mimetype=f"{ODF}presentation"), None),
    ("a template", zipped("content.xml", mimetype=f"{ODF}text-template"), None),
    ("a page", b"<!DOCTYPE html><p>x", None),
    ("a page in capitals after blanks", b"\n  <HTML><p>x", None),
    ("a drawing that may hold scripts", b"<svg xmlns='x'><script/></svg>", None),
    ("a program of Windows", b"MZ\x90\0\3\0", None),
    ("a program of Linux", b"\x7fELF\2\1\1", None),
    ("a RIFF of another kind", b"RIFF\x24\0\0\0AVI LIST", None),
    ("an MP4 of another kind", b"\0\0\0\x18ftypjpx \0\0", None),
    ("MPEG layer I", b"\xff\xff\x90\x64\0\0", None),
    ("MPEG of a reserved version", b"\xff\xeb\x90\x64\0\0", None),
    ("MPEG of a bitrate that is none", b"\xff\xfb\xf0\x64\0\0", None),
    ("a text of words that begin with BM", b"BM la ban mai", FileType.TEXT),
    ("zeros", bytes(100), None),
    ("nothing", b"", None),
    ("blanks", b" \n ", None),
    ("Vietnamese of the old fonts", b"C\xe9ng h\xb3a x\xb7 h\xe9i", None),
]


@pytest.mark.parametrize(("case", "body", "expected"), KNOWN, ids=[case for case, *_ in KNOWN])
def test_a_type_is_told_by_content(case: str, body: bytes, expected: FileType | None) -> None:
    """Each type is known by its signature, and what only resembles one is none."""
    assert file_type(body, body) is expected


def test_a_long_document_is_known_by_its_end() -> None:
    """A document whose text part stands behind a large picture is told by the directory at its end."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("media/image1.png", bytes(3 * PIECE))
        archive.writestr("word/document.xml", "x")
    body = made.getvalue()
    assert file_type(body[:PIECE], body[-PIECE:]) is FileType.DOCX


def test_a_letter_cut_at_the_end_of_the_piece_is_text() -> None:
    """A text is read in a piece that may end within a letter."""
    assert file_type(("ế" * PIECE).encode()[: PIECE + 1]) is FileType.TEXT


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_are_answered(head: bytes, tail: bytes) -> None:
    """No bytes at all make it fail."""
    assert file_type(head, tail) in (*FileType, None)


def test_every_kind_and_type_is_described() -> None:
    """Each kind has types and a size that are allowed, each type a suffix of its own."""
    assert set(ALLOWED) == set(MOST_BYTES) == set(FileKind)
    assert set(SUFFIXES) == set(FileType)
    assert len(set(SUFFIXES.values())) == len(SUFFIXES)
