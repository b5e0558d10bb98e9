"""Tells what a file is by its content, whatever its name says.

The signatures are those that the formats' own documents state. The kept library for this (puremagic 1.30) was tried and not taken: it gives a ZIP archive
as a DOCX, an ODT and an XLSX with equal confidence, and does not know an MP3 of MPEG-2 or a text.
"""

import codecs

from newswatch.core.record.files import FileType

PIECE = 64 * 1024
"""Bytes of a file's beginning, and of its end, from which its type is told."""

_STARTS = (
    (b"ID3", FileType.MP3),
    (b"fLaC", FileType.FLAC),
    (b"OggS", FileType.OGG),
    (b"#!AMR", FileType.AMR),
    (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), FileType.WMA),
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (b"GIF87a", FileType.GIF),
    (b"GIF89a", FileType.GIF),
    (b"II*\0", FileType.TIFF),
    (b"MM\0*", FileType.TIFF),
    (b"%PDF-", FileType.PDF),
    (b"{\\rtf", FileType.RTF),
    (bytes.fromhex("d0cf11e0a1b11ae1"), FileType.OLD_OFFICE),
)
_RIFF = {b"WAVE": FileType.WAV, b"WEBP": FileType.WEBP}
_BRANDS = (
    ((b"M4A ", b"M4B "), FileType.M4A),
    ((b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"), FileType.HEIC),
    ((b"avif", b"avis"), FileType.AVIF),
    ((b"3gp", b"3g2"), FileType.THREE_GP),
    ((b"isom", b"iso", b"mp4", b"MSNV", b"avc1", b"dash", b"qt  "), FileType.MP4),
)
_ZIPPED = ((b"word/document.xml", FileType.DOCX), (b"xl/workbook.xml", FileType.XLSX))
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": FileType.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileType.ODS,
}
_MIMETYPE = 30  # the first entry of an OpenDocument file is its type, not compressed: its name begins here (OpenDocument 1.2, part 3, 3.3)
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script")
_WHITE = frozenset("\t\n\r\f")
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)


def file_type(head: bytes, tail: bytes = b"") -> FileType | None:
    """The type of a file by its first bytes and its last (`PIECE` each, or all of it). None for one that is none of those known here."""
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _branded(head[8:12])
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, tail)
    return _bitmap(head) or _sound_frames(head) or (FileType.TEXT if _is_text(head) else None)


def _branded(brand: bytes) -> FileType | None:
    return next((found for starts, found in _BRANDS if brand.startswith(starts)), None)


def _zipped(head: bytes, tail: bytes) -> FileType | None:
    if head[_MIMETYPE : _MIMETYPE + 8] == b"mimetype":
        stated = head[_MIMETYPE + 8 :]
        kinds = sorted(_OPEN_DOCUMENTS, key=len, reverse=True)
        return next((_OPEN_DOCUMENTS[kind] for kind in kinds if stated.startswith((kind + b"PK", kind + b"\0"))), None)
    return next((found for name, found in _ZIPPED if name in head or name in tail), None)


def _bitmap(head: bytes) -> FileType | None:
    header = int.from_bytes(head[14:18], "little")
    return FileType.BMP if head.startswith(b"BM") and header in _BMP_HEADERS else None


def _sound_frames(head: bytes) -> FileType | None:
    """A stream of MPEG frames without a header of its own: layer III, or AAC in ADTS (ISO 11172-3, 2.4.2.3; ISO 13818-7, 6.2)."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0:
        return FileType.AAC
    layer_three = head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08
    return FileType.MP3 if layer_three and head[2] >> 4 != 0xF and head[2] >> 2 & 3 != 3 else None


def _is_text(head: bytes) -> bool:
    """Whether it is text in UTF-8, or in UTF-16 with its mark. Markup, which a browser would carry out, is none."""
    if not head.strip():
        return False
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")().decode(head)
    except UnicodeError:
        return False
    if text.lstrip().lower().encode("utf-8", "replace").startswith(_MARKUP):
        return False
    return all(sign.isprintable() or sign in _WHITE or sign.isspace() or ord(sign) > 0x9F for sign in text)
