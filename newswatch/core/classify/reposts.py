"""Decides whether an item shows that it was taken over from elsewhere: by a credit line under it, or by the title of a press digest.

What a repost counts for is a matter of the rule (`quota`). The forms of credits and digests are those met on commune portals.
"""

import re

from newswatch.core.text import bare, clean

_LONGEST_CREDIT = 70  # letters; longer lines are prose ("Theo báo cáo của xã, …"), as tests/core/classify/test_reposts.py pins
_LAST_LINES = 3  # a credit stands last, or above a photographer's name and a date
_CREDIT = re.compile(r"^\W*(theo|nguon( tin| bai)?|trich( nguon)?|dan nguon|suu tam|tong hop( tu| theo)?|st)\s*[:\-–]?\s+(?P<whom>\S.*)$")
_COLON = re.compile(r"^\W*(nguon( tin| bai)?|suu tam|trich( nguon)?)\s*:")
_ELSEWHERE = re.compile(
    r"\b(bao(?! cao)|tap chi|ttxvn|vov\d?|vtv\d?|vgp|dai (truyen hinh|phat thanh|tieng noi)|chinhphu|cong ttdt|cong thong tin dien tu|internet)\b"
    r"|\b[\w-]+\.(vn|com|net|org)\b"
)
_OWN = re.compile(r"\b(ban bien tap|bbt|ubnd xa|ubnd phuong|cong chuc|van hoa( -)? xa hoi|trang ttdt xa|dai truyen thanh xa)\b")
_DIGEST = re.compile(r"^\W*(diem (bao|tin)( bao chi)?|tong hop (tin|bao chi)|tin bao chi|doc bao)\b")


def repost_sign(title: str, text: str) -> str:
    """The line that shows a repost or digest, or an empty text. Only short lines at the end are credits: "Theo ông A, …" is prose."""
    if _DIGEST.match(bare(title)):
        return clean(title)
    lines = [clean(line) for line in [line for line in text.split("\n") if line.strip()][-_LAST_LINES:]]
    last = re.split(r"(?<=[.!?”\"])\s+|\s+(?=\()", lines[-1])[-1:] if lines else []
    return next((line for line in (*last, *reversed(lines)) if _is_credit(line)), "")


def _is_credit(line: str) -> bool:
    if len(line) > 2 * _LONGEST_CREDIT:  # marks that are letters of their own are few
        return False
    plain = bare(line)
    if len(plain) > _LONGEST_CREDIT or _OWN.search(plain) or not (found := _CREDIT.match(plain)):
        return False
    return bool(_COLON.match(plain) or _ELSEWHERE.search(found["whom"]))
