"""The kinds of evidence; files that people lay beside an item as such: what they may be, and how large. Nothing is opened here."""

from enum import StrEnum


class FileKind(StrEnum):
    """What a file shows. The values are stored."""

    AUDIO = "audio"
    SCRIPT = "script"
    LOG_PAGE = "log-page"
    DECISION = "decision"
    SCREENSHOT = "screenshot"
    PAPER = "paper"


class EvidenceKind(StrEnum):
    """One kind of evidence: the item's address, the kept bytes of its page, a picture or print of it, its line in the log, the recording, what was
    read out, a photo of the log book, the paper of a decision, any other paper."""

    URL = "url"
    CAPTURE = "capture"
    PICTURE = "picture"
    LOG_LINE = "log line"
    AUDIO = "audio"
    SCRIPT = "script"
    LOG_PAGE = "log page"
    DECISION = "decision"
    PAPER = "paper"


class FileType(StrEnum):
    """What a file is by its content. The values are stored."""

    MP3 = "audio/mpeg"
    M4A = "audio/mp4"
    AAC = "audio/aac"
    WAV = "audio/wav"
    OGG = "audio/ogg"
    FLAC = "audio/flac"
    AMR = "audio/amr"
    WMA = "audio/x-ms-wma"
    MP4 = "video/mp4"
    THREE_GP = "video/3gpp"
    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    WEBP = "image/webp"
    AVIF = "image/avif"
    HEIC = "image/heic"
    TIFF = "image/tiff"
    BMP = "image/bmp"
    PDF = "application/pdf"
    RTF = "application/rtf"
    OLD_OFFICE = "application/x-ole-storage"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    TEXT = "text/plain"
    STYLE = "text/css"


SUFFIXES = {
    FileType.MP3: ".mp3",
    FileType.M4A: ".m4a",
    FileType.AAC: ".aac",
    FileType.WAV: ".wav",
    FileType.OGG: ".ogg",
    FileType.FLAC: ".flac",
    FileType.AMR: ".amr",
    FileType.WMA: ".wma",
    FileType.MP4: ".mp4",
    FileType.THREE_GP: ".3gp",
    FileType.JPEG: ".jpg",
    FileType.PNG: ".png",
    FileType.GIF: ".gif",
    FileType.WEBP: ".webp",
    FileType.AVIF: ".avif",
    FileType.HEIC: ".heic",
    FileType.TIFF: ".tif",
    FileType.BMP: ".bmp",
    FileType.PDF: ".pdf",
    FileType.RTF: ".rtf",
    FileType.OLD_OFFICE: ".doc",
    FileType.DOCX: ".docx",
    FileType.XLSX: ".xlsx",
    FileType.ODT: ".odt",
    FileType.ODS: ".ods",
    FileType.TEXT: ".txt",
    FileType.STYLE: ".css",
}
"""How the name of a file of each type ends."""

SOUNDS = frozenset(
    (
        *(FileType.MP3, FileType.M4A, FileType.AAC, FileType.WAV, FileType.OGG, FileType.FLAC, FileType.AMR, FileType.WMA),
        *(FileType.MP4, FileType.THREE_GP),
    )
)
"""Recordings. Phones record sound into the video containers, too."""

IMAGES = frozenset(
    (*(FileType.JPEG, FileType.PNG, FileType.GIF, FileType.WEBP, FileType.AVIF, FileType.HEIC, FileType.TIFF, FileType.BMP),)
)
PICTURES = IMAGES | {FileType.PDF}
"""A photo or a scan; scanners write PDF."""

_WRITTEN = frozenset((FileType.PDF, FileType.RTF, FileType.OLD_OFFICE, FileType.DOCX, FileType.ODT))

ALLOWED = {
    FileKind.AUDIO: SOUNDS,
    FileKind.SCRIPT: _WRITTEN | IMAGES | {FileType.TEXT},
    FileKind.LOG_PAGE: PICTURES,
    FileKind.DECISION: _WRITTEN | IMAGES,
    FileKind.SCREENSHOT: PICTURES,
    FileKind.PAPER: _WRITTEN | IMAGES | {FileType.TEXT, FileType.XLSX, FileType.ODS},
}
"""What a file of each kind may be by its content."""

MOST_BYTES = {
    FileKind.AUDIO: 300_000_000,
    FileKind.SCRIPT: 20_000_000,
    FileKind.LOG_PAGE: 40_000_000,
    FileKind.DECISION: 60_000_000,
    FileKind.SCREENSHOT: 40_000_000,
    FileKind.PAPER: 60_000_000,
}
"""Bytes. Half an hour of uncompressed sound (44.1 kHz, 16 bit, mono) has 159 MB, a page scanned at 600 dpi in colour as TIFF about 100 MB before and
10 MB after the usual compression. Judgements otherwise."""


class FileState(StrEnum):
    """How the bytes of a kept file are found: as they were taken in, as many as there were (they were not read), not there, otherwise than they were, or
    not to be read."""

    SOUND = "sound"
    UNREAD = "unread"
    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "unreadable"

    @property
    def is_there(self) -> bool:
        """Is nothing known to be wrong with it?"""
        return self in (FileState.SOUND, FileState.UNREAD)
