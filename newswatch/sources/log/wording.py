"""What a header means that `log_columns.toml` doesn't list: abbreviations are spelled out, and the words that decide are looked for.

A listed name always goes before. Of two columns that could hold the day aired, one that says made, written or sent is the last choice.
"""

import re
from collections.abc import Mapping

BY_MEANING = 50
"""The rank of a header understood by its words; listed names rank from 0."""

MADE = 100
"""The rank as date of a header that names the day an item was made."""

COUNT, UNTIL, REPEAT, WEEKDAY, MONTH, YEAR, MINUTE, NUMBER = "count", "until", "repeat", "weekday", "month", "year", "minute", "number"
AGAIN_DATE, AGAIN_TIME = "again_date", "again_time"
"""Roles beside the fields of a log: how often aired, the last day of a span and on which of its days, the day of the week, month, year and minute where
they have columns of their own, the running number; the day and hour of a second airing."""

_SPELLED = (
    (r"\bt ?g\b", "thoi gian"),
    (r"\bt gian\b", "thoi gian"),
    (r"\bn t\b", "ngay thang"),
    (r"\bt b\b", "tin bai"),
    (r"\bn ?d(?:ung)?\b", "noi dung"),
    (r"\bt ?l\b|\bt luong\b", "thoi luong"),
    (r"\bt loai\b", "the loai"),
    (r"\bn phat\b", "ngay phat"),
    (r"\bg phat\b", "gio phat"),
    (r"\bnt\b", "ngay thang"),
    (r"\bgc\b|\bg chu\b", "ghi chu"),
    (r"\bptv\b", "phat thanh vien"),
    (r"\btd\b", "tieu de"),
    (r"\bpt\b", "phat thanh"),
    (r"\bps\b", "phat song"),
    (r"\bkt\b", "ket thuc"),
    (r"\bbd\b", "bat dau"),
    (r"\bts\b", "time"),
    (r"\bct\b", "chuong trinh"),
)
_ABBREVIATIONS = tuple((re.compile(short), long) for short, long in _SPELLED)
_AIR = r"(?:phat|len song|len loa|truyen thanh|chay|broadcast\w*|air\w*|play\w*|schedul\w*|run)"
_NTH = r"(?:[3-9]|ba|bon|nam|sau|bay|tam|chin|thu (?:[3-9]|ba|tu|nam|sau|bay|tam|chin))"
FURTHER_DATE = re.compile(rf"(?:ngay )?(?:lan )?(?:{_AIR} )?lan {_NTH}(?: {_AIR})?(?: ngay)?")
"""Headers of the days of a third airing and of those after it."""
AIRING_DAY = re.compile(rf"(?!.*\b(?:du kien|ke hoach|dang ky|lich)\b).*\b(?:{_AIR}|lan)\b.*")
"""Headers that speak of airings, but not of planned ones."""
_MADE = re.compile(
    r"(?:ngay|thoi (?:gian|diem)|gio|luc)(?: gio)? (?:khoi )?(?:tao|viet|lap|nhap|gui|dang|soan|nhan|cap nhat|sua|bien tap|thu|ghi)\b.*"
    r"|.*\b(?:creat\w*|made|upload\w*|updat\w*|modif\w*|insert\w*|record\w*)\b.*"
)
_NO_DATE = re.compile(
    r"(?<!lan )(?<!thu )\d|phat lai|nguoi|don vi|duyet|thoi luong|noi dung|ten\b|so lan|so luot|du kien|ke hoach|dang ky|tieu de"
    r"|bai\b|tin\b|loai|trang thai|ket qua|ket thuc"
)
_TITLED = r"(?:tin|bai|thong bao|van ban|ban tin|chuong trinh|bai viet|tac pham|phat|noi dung)"
_PATTERNS: tuple[tuple[str, int, str], ...] = (
    ("date", 0, r"ngay(?: ?,? ?gio)?(?: thang)?(?: nam)?(?: gio)?(?: (?:thuc hien|trong thang|duong lich|bat dau))?"),
    ("date", 0, r"thu ngay(?: thang)?(?: nam)?|ngay (?:va )?buoi|tu ngay|from date|day ?list|days?|dates?|date ?(?:and )?time|time ?stamp"),
    ("date", 0, r"cac ngay(?: phat(?: song| thanh)?)?"),
    ("date", 20, r"at"),
    ("date", 5, rf"(?:lan )?{_AIR} lan (?:1|dau|thu nhat|thu 1|mot)|lan (?:1|dau|thu nhat)"),
    ("date", 5, rf"(?:ngay|lich).*\b{_AIR}\b.*|.*\b{_AIR} (?:date|day)s?\b.*"),
    ("date", 5, rf"{_AIR}(?: vao)? ngay"),
    ("date", 10, rf"(?:thoi (?:gian|diem)|luc).*\b{_AIR}\b.*|.*\b{_AIR}(?: \w+)? (?:time|at|on)\b.*"),
    ("date", 12, r".*\bstart(?: \w+)? (?:date|time|at)\b.*|thoi (?:gian|diem) bat dau"),
    ("date", 14, r"start(?:ed)?|begin|began"),
    ("time", 16, r"start(?:ed)?|begin|began"),
    ("time", 0, r"(?:khung )?gio\b"
     r"(?!.*\b(?:ket thuc|ket|tao|duyet|ghi|phat lai|den|xong|het|viet|thu|nhan|gui|dang|lap|du kien)\b).*|thoi (?:gian|diem)(?: bat dau)?"),
    ("time", 0, r".*\bthoi (?:gian|diem).*\bgio\b.*|times?|hours?|(?:time|hour) ?(?:slot|list|frame)s?"),
    ("time", 0, r".*\b(?:start|begin)\w*(?: \w+)? (?:time|hour|at)s?\b.*"),
    ("time", 10, rf"thoi (?:gian|diem).*\b{_AIR}\b.*|.*\b{_AIR}(?: \w+)? times?\b.*|.*\btime(?: of)? (?:play|day|air)\b.*"),
    ("time", 15, rf".*\b{_AIR} at"),
    ("title", 0, rf"ten (?:tin|bai|tac pham)\b.*|(?:ten|tieu de|tua(?: de)?|tit|dau de)(?: \w+)* {_TITLED}\b.*|tieu de\b.*"),
    ("title", 5, r"(?:tin|bai|ban tin|muc)(?: so| thu)? \d{1,2}"),
    ("title", 0, r"(?:ban )?tin(?: va)? bai(?: (?:phat|trong)\b.*)?"),
    ("title", 5, r"(?:cac )?(?:tin|bai)(?: |, ?| va | hoac )(?:bai|tin)\b.*|noi dung\b(?!.*(?:chi tiet|tom tat|file|tep|sua)).*"),
    ("title", 5, r"(?:bulletin|news|item|program\w*|content|message) (?:name|title)|.*\btitle|bulletins?|news"),
    ("title", 20, r"(?:schedule|task|job|event|playlist|audio|media|track|clip|file|record\w*)(?: file)? name|file|audio|track|clip|media"),
    ("duration", 0, r"(?:thoi luong|do dai|so phut|so giay)\b.*|.*\bduration\b.*|.*\blength"),
    ("session", 0, r"(?:cac )?(?:buoi|phien|ca)(?: (?:phat|gio|va|trong ngay|thoi gian)\b.*)?"),
    ("item_type", 0, r"(?:the loai|loai|phan loai|loai hinh)\b.*|.*\b(?:type|category)"),
    ("section", 0, r"(?:chuyen muc|chuyen de|tiet muc|muc)\b.*"),
    ("origin", 0, r"(?:nguon|xuat xu)\b.*|.*\bsource"),
    ("approved_on", 0, r"(?:ngay|thoi gian|thoi diem)(?: gio)? (?:phe )?duyet\b.*|.*\bapprov\w* (?:date|at|time|on)"),
    ("approver", 0, r"(?:nguoi|lanh dao|can bo)? ?(?:ky |phe )?duyet\b.*"),
    ("author", 0, r"nguoi (?:viet|soan|thuc hien)\b.*|tac gia\b.*|(?:phong vien|cong tac vien)\b.*"),
    ("editor", 0, r"(?:nguoi )?bien tap(?: vien)?"),
    ("announcer", 0, r"(?:nguoi |giong )?doc\b.*|phat thanh vien\b.*"),
    ("speaker_clusters", 0, r"(?:cac )?(?:cum|dia ban|khu vuc|noi phat|pham vi|diem loa)\b.*"),
    ("status", 5, r"(?:is |was |has )?(?:been )?(?:aired|played|broadcast(?:ed)?)"),
    ("status", 20, r"ok|success\w*"),
    ("status", 0, r"(?:trang thai|tinh trang)\b.*|.*\b(?:status|state)"),
    ("note", 0, r"(?:ghi chu|chu thich|luu y)\b.*"),
    (AGAIN_DATE, 0, rf"(?:ngay|lich)\b.*\bphat lai\b.*|(?:lan )?{_AIR} lan (?:2|hai|thu hai|thu 2)|lan (?:2|hai|thu hai)"),
    (AGAIN_TIME, 0, r"(?:gio|thoi gian)\b.*\bphat lai\b.*"),
    (COUNT, 0, r"so (?:lan|luot)\b.*|(?:loop|play|repeat) ?(?:count|times?)|times played"),
    (UNTIL, 0, r"den(?: het)? ngay|(?:ngay|thoi (?:gian|diem)) ket thuc|(?:end|to) (?:date|time|at)|date to"),
    (REPEAT, 0, r"lap(?: lai)?(?: lich)?|tan suat|chu ky|(?:cac )?ngay trong tuan|cac thu"),
    (REPEAT, 0, r".*\brepeat\w*|.*\bfrequency|.*\bdaily|(?:week ?)?days?(?: of week)?"),
    (MONTH, 0, r"thang|month"),
    (YEAR, 0, r"nam|year"),
    (MINUTE, 0, r"phut|minutes?"),
    (WEEKDAY, 0, r"thu(?: trong tuan)?|weekday|day of week"),
    (NUMBER, 0, r"s?tt|so(?: tt| thu tu)?|no|so hieu|ma(?: so| tin)?|id|ky hieu"),
)  # fmt: skip
_COMPILED = tuple((field, rank, re.compile(pattern)) for field, rank, pattern in _PATTERNS)
_MOST_WORDS = 9


def spelled_out(key: str) -> str:
    """A header's key with its abbreviations in full."""
    for short, long in _ABBREVIATIONS:
        key = short.sub(long, key)
    return key


def is_made(key: str) -> bool:
    """Whether a header names the day an item was made, which is the day it was aired only where nothing else is."""
    return _MADE.fullmatch(key) is not None


def by_words(key: str) -> Mapping[str, int]:
    """The fields and roles that a header's words mean, with their ranks."""
    key = spelled_out(key)
    if not key or len(key.split()) > _MOST_WORDS:
        return {}
    if is_made(key):
        return {"date": MADE}
    found: dict[str, int] = {}
    for field, rank, pattern in _COMPILED:
        if field not in found and pattern.fullmatch(key) and not (field == "date" and _NO_DATE.search(key)):
            found[field] = BY_MEANING + rank
    return found
