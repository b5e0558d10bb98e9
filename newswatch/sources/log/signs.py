"""Decides what the words in a title, note, comment or unnamed column say of an airing: relayed, aired again, not aired, how often.

Words that may mean either leave the airing to a person: `Told.DOUBT`.
"""

import re
from enum import StrEnum
from functools import lru_cache

from newswatch.core.text import bare, title_key

_RELAY = r"(?:tiep (?:am|song|phat song|van)|chuyen tiep|noi song|relay)"
_RELAYED = re.compile(rf"(?:(?:chuong trinh|thoi su|ban tin|phan|muc) )?{_RELAY}\b.*")
_ASIDE = re.compile(r"[(\[]([^)\]]*)[)\]]|\s[-–—|]\s*([^-–—|]*)$")
_RELAY_WORD = re.compile(rf"\b{_RELAY}\b")
_ELSEWHERE = r"(?:bao|tap chi|dai|vov\d?|mang|internet|facebook|zalo|trang|cong|ttxvn|thong tan xa)\b(?! cao\b)"
_TAKEN = re.compile(
    r"\b(?:lay|trich|chep|copy|cop|dan|dang|sao|bien tap|viet|khai thac)(?: (?:lai|nguyen|nguon|tin|bai|y))*"
    rf" (?:tu|cua|theo|tren|o) (?:\w+ ){{0,2}}?{_ELSEWHERE}|\bnguon (?:cua |tu |tin )?{_ELSEWHERE}"
    r"|\b(?:dang lai|chep lai|suu tam|dan nguon|repost)\b|\b(?:theo|bai cua|tin cua|cua) (?:bao|tap chi)\b(?! cao\b)"
)
_NOT_OWN = re.compile(
    r"\bkhong (?:phai |do |la )+(?:tin |bai |cua |dai )*(?:xa|phuong|minh|tu)\b|\blay lai\b"
    r"|\b(?:xa|phuong) khong (?:tu )?(?:viet|lam|san xuat|bien tap)\b|\bkhong tu (?:viet|san xuat|lam|bien tap)\b"
)
_OWN_PORTAL = re.compile(r"\b(?:trang|cong|dai)(?: (?:ttdt|thong tin|dien tu|web|truyen thanh|phat thanh))* (?:cua )?(?:xa|phuong|minh)\b")
_AGAIN = re.compile(r"(?:phat lai|lap lai)\b(?! (?:tu|ngay)\b).*")
_NOT = re.compile(
    r"\b(?:khong|chua|ko|hong) (?:the |duoc |kip |co )*(?:phat|len song|chay)\b(?! (?:lai|hien|sinh|huy|trien|ngon|quang|tan|am|dong|bieu|giac|tai))"
    r"|^(?:(?:da|bi|tam|phai|xin|cho) )*(?:hoan|huy)(?! (?:thanh|tat|chinh|hao|nghenh|hi))\b|\bkhong (?:tiep am|tiep song|len song) duoc\b"
    r"|^(?:bo|cat|rut)(?: (?:tin|bai|khong phat))?$|\b(?:cancell?ed|not played|not aired)\b|\bphat (?:khong thanh cong|loi|that bai)\b"
)
_LEFT_OUT = re.compile(r"\s*(?:bo|cat|rut)\s*[,.;:–-]")
_AIRED = re.compile(r"\b(?:da phat|phat bu|van phat|phat du|phat tot|phat binh thuong|phat dung|phat xong|phat day du)\b")
_MAYBE = re.compile(
    r"\b(?:kp|mat dien|cup dien|su co|hong loa|loa hong|hong may|may hong|bi loi|loi (?:ky thuat|may|loa|mang|phat|duong truyen|ket noi)"
    r"|doi (?:lich|sang|ngay|lai)"
    r"|chuyen (?:sang|ngay|lich)|hoan (?:lai|phat|den|sang)"
    r"|(?:khong|chua) dat|huy (?:bo|phat|lich)|tam (?:dung|ngung|hoan)|ngung|dung phat|lui|thay (?:bang|the)"
    r"|bi (?:huy|hoan|cat)|phat mot phan|phat do|gian doan)\b"
)
_NO_TROUBLE = re.compile(
    r"\bkhong (?:co |xay ra |gap |bi |he )*(?:su co|loi|truc trac|van de|mat dien|cup dien|gian doan|vuong mac|hong|hu hong)"
    r"(?: (?:gi|nao|ky thuat|hoc))*\b"
)
_PARTLY = re.compile(r"\b(?:buoi|sang|trua|chieu|toi|lan \d|(?:tin|bai|muc)(?: so)? \d|thon|cum|mot phan|mot so)\b")
_MOVED = re.compile(r"\b(?:phat bu|doi|chuyen|lui|hoan)\b.*\d{1,2} ?[/.-] ?\d{1,2}|\bphat (?:vao |hom )?ngay \d")
_NOTHING = re.compile(
    r"(?:khong|chua) (?:phat|co (?:tin|bai|chuong trinh|noi dung))(?: (?:thanh|song|tin|bai|duoc))*"
    r"|nghi(?: (?:le|tet|phat|bu|cuoi tuan|quoc khanh|duong lich|am lich|nguyen dan|gio to|hung vuong|lao dong|thu bay|chu nhat|ngay|va"
    r"|30 4|1 5|2 9|1 1))*|hoan|huy|trong|khong"
)
_HINDERED = r"(?:mat dien|cup dien|hong|sua|bao tri|su co|mua|bao|lu|nghi|le|tet|may|loa|dai|duong truyen|can bo)"
_NONE = r"(?:khong|ko|chua|tam dung|tam ngung|ngung|nghi) phat(?: (?:thanh|song|loa|tin|bai|chuong trinh))*"
_NOTHING_BECAUSE = re.compile(rf"{_NONE}(?: (?:(?:do|vi|boi|ly do)\b|{_HINDERED}\b).*)?|{_HINDERED}\b(?: \S+){{0,9}} {_NONE}")
_FREE = re.compile(r"nghi (?:le|tet|do|vi|khong|truc)(?: \S+){0,4}")
_NOTHING_PERHAPS = re.compile(r"(?:mat|cup) dien|(?:hong|su co)(?: \w+){0,2}|bao tri(?: \w+){0,3}")
_AGAIN_WHEN = re.compile(
    r"\b(?:phat lai|lap lai)\b.{0,12}?(?:\b(?:luc|vao (?:buoi|luc|chieu|toi|sang|trua))\b|\b\d{1,2} ?(?:h|g|gio)\d*\b)"
)
_TIMES = re.compile(r"\b(\d{1,2}|hai|ba|bon|nam) (?:lan|luot)\b")
_NUMBERS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5}
_PER = re.compile(r"\blan (?:thu )?\d")


class Told(StrEnum):
    """What a text says of whether its item went on air."""

    NOTHING = "nothing"
    AIRED = "aired"
    NOT_AIRED = "not_aired"
    DOUBT = "doubt"


def asides(title: str) -> list[str]:
    """What a title says in brackets, or set off by a dash at its end."""
    return [text.strip() for m in _ASIDE.finditer(title) if (text := m[1] or m[2] or "").strip()]


def relayed(title: str) -> bool:
    """Whether a title or heading says that the item is a relay: at its beginning, in brackets, or set off at its end."""
    return any(_RELAYED.fullmatch(title_key(text)) for text in (title, *asides(title)))


def nothing_aired(title: str) -> Told:
    """What a title says of whether anything aired: "Không phát", "Nghỉ lễ" name no item; an aside may take it back."""
    key = title_key(title)
    if _NOTHING.fullmatch(key) or _NOTHING_BECAUSE.fullmatch(key):
        return Told.NOT_AIRED
    if _NOTHING_PERHAPS.fullmatch(key) or _FREE.fullmatch(key):
        return Told.DOUBT
    said = {aired(text) for text in asides(title)} - {Told.NOTHING}
    return said.pop() if len(said) == 1 else Told.DOUBT if said else Told.NOTHING


def aired_again(title: str) -> bool:
    """Whether a title says that the item was aired before: "Phát lại: …", "… (phát lại)"."""
    return any(_AGAIN.fullmatch(title_key(text)) for text in (title, *asides(title)))


@lru_cache(4096)
def again_elsewhen(text: str) -> bool:
    """Whether a note says that the item was aired once more at another time ("Phát lại lúc 17h"), and not that it is an earlier one again."""
    return _AGAIN_WHEN.search(title_key(text)) is not None


@lru_cache(4096)
def mentions_relay(text: str) -> bool:
    """Whether a note, comment or unnamed cell speaks of a relay."""
    return _RELAY_WORD.search(title_key(text)) is not None


@lru_cache(4096)
def mentions_taken(text: str) -> bool:
    """Whether a note, comment or unnamed cell says that the item was taken from a newspaper, a station or a site that is not the commune's own."""
    key = title_key(text)
    return _TAKEN.search(key) is not None and _OWN_PORTAL.search(key) is None


@lru_cache(4096)
def mentions_not_own(text: str) -> bool:
    """Whether a note, comment or unnamed cell says that the station did not make the item."""
    return _NOT_OWN.search(title_key(text)) is not None


@lru_cache(4096)
def mentions_again(text: str) -> bool:
    """Whether a comment or unnamed cell begins with "phát lại"."""
    return _AGAIN.fullmatch(title_key(text)) is not None


@lru_cache(4096)
def aired(text: str) -> Told:
    """What a note, comment or unnamed cell says of whether the item went on air."""
    key = _NO_TROUBLE.sub(" ", title_key(text))
    said, denied = _AIRED.search(key), _NOT.search(key) or _LEFT_OUT.match(bare(text))
    if _MOVED.search(bare(text)):
        return Told.DOUBT
    if denied:
        return Told.DOUBT if said or _PARTLY.search(key) else Told.NOT_AIRED
    if said:
        return Told.AIRED
    return Told.DOUBT if _MAYBE.search(key) else Told.NOTHING


@lru_cache(4096)
def times(text: str) -> int | None:
    """How often a text says that the item went on air ("phát 2 lần"), or None."""
    key = title_key(text)
    match = _TIMES.search(key)
    if match is None or _PER.search(key):
        return None
    return _NUMBERS.get(match[1]) or int(match[1])
