"""Reads the values of a log's cells: kind of item, origin, status, and the lines of a form that are no bulletin.

Everything is compared without diacritics and case, because logs are typed with and without them.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from newswatch.core.model import ItemType, Origin
from newswatch.core.text import bare, title_key

_MEDIA = r"(truyen thanh|phat thanh|truyen hinh|(phat thanh|truyen thanh) (va )?truyen hinh|[pt]t ?th|tt|pt|th)"
_TYPE_PATTERNS = (
    (ItemType.NOTICE, r"thong bao|tb|notice|announcement"),
    (ItemType.DOCUMENT, r"van ban|cong van|chi thi|document"),
    (ItemType.SKIT, r"tieu pham|kich|skit"),
    (ItemType.TIN, r"tin|ban tin|news"),
    (ItemType.BAI, r"bai|phong su|article"),
)
_ORIGIN_PATTERNS = (
    (Origin.REBROADCAST, r"phat lai|lap lai|rebroadcast|^pl$"),
    (Origin.RELAY, r"tiep (am|song|phat|van)|relay|^ta$"),
    (
        Origin.RETOLD,
        r"bien tap (lai )?(tu|theo) (tin |bai )?(tren )?(trang|cong|website)|(trang|cong) (ttdt|thong tin dien tu) (cua )?(xa|phuong)",
    ),
    (Origin.OWN, rf"dai ({_MEDIA} )?(xa|phuong|thi tran|dac khu|co so)"),
    (
        Origin.RELAY,
        r"vov\d?|vtv\d?|(he thong )?thong tin nguon|htttn\w*|nguon (tin )?(trung uong|cap tren)|tt vh\w*( \w+){0,4} (huyen|tinh|quan|tp|thanh pho)"
        r"|trung tam (vhtt\w*|truyen thong|van hoa thong tin)",
    ),
    (Origin.RELAY, rf"dai ({_MEDIA} )?(tinh|huyen|quan|thi xa|thanh pho|tp|trung uong|tw)|dai (tieng noi|phat thanh|truyen hinh|pt ?th)"),
    (Origin.REPOST, r"dang lai|suu tam|khai thac|dan nguon|diem (bao|tin)|trich (bao|tu|dang)|theo (bao|tap chi)(?! cao)|bao dien tu"),
    (Origin.REPOST, r"(trang|cong)( ttdt| thong tin( dien tu)?| dien tu)? (cua )?(tinh|huyen|quan|thi xa|thanh pho|tp|chinh phu|so|bo)"),
    (Origin.REPOST, r"internet|repost"),
    (Origin.OWN, r"tu (viet|san xuat|bien tap|lam)|san xuat|ctv|cong tac vien|bien tap|own"),
)
_TYPES = tuple((kind, re.compile(rf"({pattern})\b")) for kind, pattern in _TYPE_PATTERNS)
_ORIGINS = tuple((kind, re.compile(rf"\b({pattern})\b")) for kind, pattern in _ORIGIN_PATTERNS)
_NEWSPAPER = re.compile(r"(bao|tap chi)(?! cao)\b")
_AIRED = re.compile(
    r"(?:da phat|dang phat|phat xong|phat lai|phat (?:tot|du|dung|binh thuong|thanh cong)|co phat|da len song|hoan thanh|da hoan thanh|thanh cong"
    r"|(?:tot|dat|xong|binh thuong|ok|true|yes)$|played|aired|done|completed?|finished|success\w*)\b"
)
_NOT_AIRED = re.compile(
    r"\b(khong|chua|su co|huy|cho|dang cho|tam dung|hoan|mat dien|loi|that bai|dung phat|len lich|da duyet|da tao|moi tao|da len lich"
    r"|not|false|awaiting|pending|created|draft|approved|scheduled|cancel\w*|fail\w*|error|stopped)\b"
)
_NO_TROUBLE = re.compile(r"khong (?:co |xay ra |gap |bi )*(?:su co|loi|truc trac|van de|mat dien|gian doan)(?: (?:gi|nao|ky thuat))*")
_QUALITY = re.compile(r"\b(?:khong|chua) (?:dat|tot|ro|on dinh|cao|nghe)\b")
_TOTAL = re.compile(
    r"(tong( cong| so| so tin bai| thoi luong)?|cong|luy ke)"
    r"( (trong |ca |cuoi )?(thang|tuan|quy|nam|trang|ngay|dot))?( (mang|chuyen) sang)?( trang)?( \d.*)?"
    r"|(cong )?(mang|chuyen) sang( trang)?( \d.*)?"
)
_SIGNATURE = re.compile(
    r"(tm|kt|tl|tuq) .*|nguoi (lap|ghi|theo doi|tong hop|nhap|truc)( \w+){0,3}|can bo (phu trach|truyen thanh)|phu trach( dai)?( truyen thanh)?"
    r"|(pho )?truong (ban|dai)( bien tap| truyen thanh)?|thu truong don vi|(pho )?chu tich( ubnd)?( xa| phuong)?|xac nhan cua .{1,30}"
    r"|lanh dao duyet|nguoi duyet|ky (va )?(ghi ro )?ho ten|ky ghi ro ho ten.*|ky ten.*|da ky|noi nhan"
)
_BY = re.compile(r"\s*(?:nguoi|can bo|phat thanh vien|bien tap vien|ptv|btv|truong dai|phu trach)\b[^:]{0,30}:.{0,60}")
_DATELINE = re.compile(r".{2,30} ngay .{0,10}thang .{0,6}nam .{0,6}")
_SESSION = re.compile(r"(buoi )?(sang|trua|chieu|toi)([ ,-]+(sang|trua|chieu|toi))*")
_NUMBERING = re.compile(r"\(?([a-z]|\d{1,2})\)?", re.IGNORECASE)
_SIGNATURE_CELLS = 4
"""The most filled cells of a row of signatures. A judgement."""


@lru_cache(4096)
def item_type(text: str) -> ItemType | None:
    """The kind of item that a cell begins with, or None."""
    key = title_key(text)
    return next((kind for kind, pattern in _TYPES if pattern.match(key)), None)


@lru_cache(4096)
def origin(text: str, note: str = "") -> Origin:
    """Who made the item, by the origin cell, else by the note. Own production if neither says anything known."""
    key = title_key(text)
    if _NEWSPAPER.match(key):
        return Origin.REPOST
    return named_origin(key) or named_origin(title_key(note)) or Origin.OWN


@lru_cache(4096)
def contributor(text: str) -> str:
    """The source that an origin cell names, if that is none of the known origins: who contributed an item that the station itself aired."""
    key = title_key(text)
    return text if key and not _NEWSPAPER.match(key) and named_origin(key) is None else ""


@lru_cache(4096)
def aired(status: str) -> bool | None:
    """Whether a status means that the item went on air. An empty one does; None means an unknown status."""
    key = title_key(status.replace("_", " "))
    if not key or _AIRED.match(key) or _NO_TROUBLE.fullmatch(key):
        return True
    if _QUALITY.search(key):
        return None
    return False if _NOT_AIRED.search(key) else None


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row is a totals line: it begins with "Tổng cộng", "Cộng" or the like, and the rest is figures."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and _TOTAL.fullmatch(title_key(filled[0])) is not None and all(cell[0].isdigit() for cell in filled[1:])


def is_signature(cells: Sequence[str]) -> bool:
    """Whether a row begins the signatures below a log: "Người lập biểu", "TM. UBND", "Trưởng ban"."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) <= _SIGNATURE_CELLS and any(_SIGNATURE.fullmatch(title_key(cell)) or _BY.fullmatch(bare(cell)) for cell in filled)


def is_dateline(cells: Sequence[str]) -> bool:
    """Whether a row only gives the place and day of signing: "Bình Lạc, ngày 31 tháng 3 năm 2026"."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 and _DATELINE.fullmatch(title_key(filled[0])) is not None


def is_numbering(cells: Sequence[str]) -> bool:
    """Whether a row numbers the columns of a printed form: (1) (2) (3), A B 1 2."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 2 and all(_NUMBERING.fullmatch(cell) for cell in filled)


@lru_cache(4096)
def session(text: str) -> str:
    """The part of the day (sáng, trưa, chiều, tối) that a time cell names instead of a time, or an empty text."""
    return text if _SESSION.fullmatch(bare(text)) else ""


@lru_cache(4096)
def named_origin(key: str) -> Origin | None:
    """The origin that a text without marks names, or None."""
    return next((kind for kind, pattern in _ORIGINS if pattern.search(key)), None)
