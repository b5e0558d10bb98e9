"""The forms of dates: one regular expression over plain text (small letters without marks, on one line, see `tokens.plain_text`).

Each alternative with a name is one kind of token, whose groups `tokens` reads. Labels and punctuation have no name.
The forms are those met on families of commune portals, in feeds and in logs; each stands with its family in tests/core/dates/dates.tsv.
A new form of date is a new alternative here, a reader in `tokens`, and rows in that table.
"""

import re
from functools import cache

from newswatch.core.dates.clock import CLOCK


def _any(*alternatives: str) -> str:
    return "|".join(alternatives)


ENGLISH_MONTHS = {n: i for i, n in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
VIET_MONTHS = {
    **{n: i for i, n in enumerate(("mot", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai"), 1)},
    "bon": 4,
}
WEEKDAYS = {
    **{f"{head}{n}": n - 2 for head in ("thu ", "t") for n in range(2, 8)},
    **{f"thu {n}": i for i, n in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"))},
    **dict.fromkeys(("cn", "chu nhat", "chua nhat"), 6),
    **{n: i for i, n in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}

_WORD_ENDS = r"(?![a-z])"
_ENGLISH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_THANG = r"(?:thang|thg\.?|th(?=\.?\d)\.?) ?"
_MONTH = r"(\d{1,2}|muoi mot|muoi hai|muoi|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin)(?![a-z\d])"
_NAM = r"[ ,/-]{0,3}nam(?: |(?=\d))"
_ORDINAL = r"(?:st|nd|rd|th)?"
_OFFSET = r"[+-]\d\d:?\d\d"
_SHORT_OFFSET = r"[+-]\d{1,2}"  # as programs print zones without a name since tzdata 2016 ("+07")
_T_CLOCK = r"t(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,12}))?)?)? ?(z|[+-]\d\d(?::?\d\d)?)?(?![\w:])"
# What follows a date that is part of something else: digits, a path, a document's number ("12/03/2024/QĐ-UBND"), the lunar calendar.
# "12/03/2024-09:15" ends in a time.
_ENDS = r"(?!\d|/ ?[a-z\d]|[.-]\d{1,4}(?![\d:hg])| ?\(?(?:am lich|al)(?![a-z]))"
_NO_PATH = r"(?<!/)"

_DIGIT_FIRST = _any(
    rf"(?P<offset>{_NO_PATH}(\d{{4}})-(\d\d)-(\d\d)({_OFFSET}):(\d\d):(\d\d)(?::(\d\d))?(?![\w:]))",
    rf"(?P<iso>{_NO_PATH}(\d{{4}})(?:"
    rf" ?(?P<s1>[/.-]) ?(\d{{1,2}}) ?(?P=s1) ?(\d{{1,2}})(?!\d)(?:{_T_CLOCK}|{_ENDS})|(\d\d)(\d\d){_T_CLOCK}))",
    rf"(?P<numeric>{_NO_PATH}(?<!\d\.)(\d{{1,2}}) ?(?P<s2>[/.-]) ?(\d{{1,2}}) ?(?P=s2) ?(\d{{4}}){_ENDS})",
    rf"(?P<spaced>(\d{{1,2}}) (\d{{1,2}}) (\d{{4}}){_ENDS})",
    rf"(?P<viet>(\d{{1,2}})(?:"
    rf"[ ,/-]{{0,3}}{_THANG}{_MONTH}(?:{_NAM}|[ ,/-]{{1,3}})| ?[/-] ?(\d{{1,2}}),? ?nam )(\d{{4}}){_ENDS})",
    rf"(?P<english>(\d{{1,2}}){_ORDINAL}[ /-]?{_ENGLISH},?[ /-]?(\d{{4}})(?!\d))",
    rf"(?P<short>(\d{{1,2}})[ -]{_ENGLISH}[ -](\d\d)(?= \d\d:\d\d(?::\d\d)? ?(?:z|ut|gmt|[ecmp][sd]t|{_OFFSET})))",
    rf"(?P<clock>{CLOCK})",
    rf"(?P<views>\d+ (?:luot|views?){_WORD_ENDS})",
    r"(?P<number>\d++)[a-z\d]*",
)

_PLACE_ZONES = "ict|indochina time|gio dong duong|gio viet nam|asia/ho_chi_minh|asia/saigon"
_ENGLISH_DAYS = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
# "Thu 5 Nov 2026" and "Thu 5-11-2026" begin with an English weekday, "Thứ 5, …" with a Vietnamese one.
_NUMBERED_DAY = rf"[2-7](?!\d| ?(?:{'|'.join(ENGLISH_MONTHS)})| ?[/.-] ?\d{{1,2}} ?[/.-] ?\d{{4}})"
_LABELS = (
    r"(?:(?:ngay|gio|thoi gian|thoi diem|lan|tin|bai|bai viet) )?(?:da |duoc )?"
    r"(?:dang(?: tai| tin| bai)?|cap nhat|xuat ban|phat hanh|ban hanh|khoi tao|tao|viet|gui|dua tin|phat(?: song)?)"
    rf"(?: lan cuoi| cuoi cung| cuoi)?{_WORD_ENDS}",
    rf"(?:vao|luc|thoi gian|hoi(?= \d{{1,2}} ?[:hg])|(?:ngay gio|ngay thang(?: nam)?|gio)(?= ?:)|ngay){_WORD_ENDS}",
    rf"(?:date |last )?(?:publish(?:ed)?|post(?:ed)?|updated?|created|modified|released)(?: date| time)?{_WORD_ENDS}",
    rf"(?:pubdate|(?:publication )?date|on|at){_WORD_ENDS}",
)
_CREDITS = (
    "tac gia|nguon tin|nguon|nguoi dang|nguoi viet|bien tap|dang boi|chuyen muc|danh muc|the loai|author|source"
    "|luot xem|luot doc|luot truy cap|so lan xem|so luot xem|da xem|da doc|xem|views?"
)
_LETTER_FIRST = _any(
    # "ngày 3 tháng năm 2026" is May, or a form whose month was left blank. "mùng 3 tháng 5" may be lunar.
    r"(?P<unsure>ngay \d{1,2} thang nam (?=\d{4})|(?:mung|mong) \d{1,2} thang)",
    rf"(?P<zone>(?:gmt|utc)(?: ?([+-]) ?(\d{{1,2}})(?::?(\d\d))?)?(?![a-z\d])|(?:{_PLACE_ZONES}){_WORD_ENDS})",
    *_LABELS,
    rf"(?P<weekday>thu (?:(?:hai|ba|tu|nam|sau|bay){_WORD_ENDS}|{_NUMBERED_DAY})"
    rf"|t[2-7](?![a-z\d])|(?:cn|chu nhat|chua nhat|{_ENGLISH_DAYS}){_WORD_ENDS})",
    rf"(?P<eng_first>{_ENGLISH} (\d{{1,2}}){_ORDINAL},? (\d{{4}})(?!\d))",
    rf"(?P<ctime>{_ENGLISH} (\d{{1,2}}) (\d\d):(\d\d):(\d\d)(?: (gmt|utc|ict|[ecmp][sd]t|{_OFFSET}|{_SHORT_OFFSET}))? (\d{{4}})(?!\d))",
    rf"(?P<viet_first>{_THANG}{_MONTH} (\d{{1,2}}),? ?(\d{{4}})(?!\d))",
    rf"(?P<tail>(?:{_CREDITS}) ?:|(?:luot xem|luot doc|da xem|doc|xem|views?) \d+|(?:by|boi){_WORD_ENDS})",
    rf"(?P<till>(?:den|toi|va){_WORD_ENDS})",
    r"(?P<word>[a-z\d]+)",
)


@cache
def token() -> re.Pattern[str]:
    """One piece of a stated date. It is compiled when the first date is read, which takes 4 ms."""
    return re.compile(
        _any(
            r"[ ,.;:@()\[\]\"'*_»]+",
            r"(?P<dash>-+)",
            r"(?P<bar>\|)",
            rf"(?=\d)(?:{_DIGIT_FIRST})",
            rf"(?=[a-z])(?:{_LETTER_FIRST})",
            r"(?<= )/(?= )",
            r"(?P<other>[^ ])",
        ),
        re.ASCII,
    )
