"""Decides what a page that came with status 200 is: the article that was asked for, or one of the things that servers send instead."""

import re
from enum import StrEnum

from newswatch.core.answer.garbled import is_garbled
from newswatch.core.answer.kinds import Answer, Showing
from newswatch.core.answer.titles import bears
from newswatch.core.model import Article
from newswatch.core.text import bare

_FEWEST_ENTRIES = 3
"""So many entries of the site's list that lead elsewhere make a page without the wanted title a list of news, such as a home page."""

_FEWEST_LETTERS = 200
"""A page with fewer letters outside its links and with scripts is a shell that a browser fills. The shortest saved article has 500."""

_NOTICE = 900
"""Letters of a whole page. The notices of protection services, of maintenance and of errors are shorter; an article about such a thing is told by
its title."""

_SIGNS: dict[Answer, re.Pattern[str]] = {
    Answer.CHALLENGE: re.compile(
        r"just a moment|(checking|verifying|verify) (your browser|you are|that you)|kiem tra trinh duyet"
        r"|xac (minh|nhan|thuc).{0,30}(con nguoi|nguoi may|robot)"
        r"|(khong phai|not) (la )?(a )?(robot|nguoi may)|captcha|cloudflare|ddos|he thong bao ve|tuong lua|firewall|access denied"
        r"|request (was )?(rejected|blocked)"
        r"|requested url was rejected|security (check|verification)|kiem tra bao mat|truy cap.{0,30}(bi chan|bi tu choi)|(tu choi|bi chan|chan) truy cap"
        r"|(bat|kich hoat|enable) (javascript|cookie)|unusual traffic|attention required|incident id|support id|ma yeu cau"
    ),
    Answer.MAINTENANCE: re.compile(
        r"bao tri|bao duong|dang (duoc )?nang cap|nang cap he thong|tam (thoi )?(ngung|dung) (hoat dong|phuc vu|truy cap|cung cap)|maintenance"
        r"|under construction|dang xay dung|(will )?be (right )?back (soon|shortly)|tro lai sau it phut|temporarily unavailable|(tam thoi )?gian doan"
    ),
    Answer.PARKED: re.compile(
        r"ten mien.{0,60}(het han|duoc ban|rao ban|dang ban|chua duoc|tam (ngung|dung)|dau gia)"
        r"|(domain|website|hosting|tai khoan).{0,40}(het han|expired|suspended|for sale|parked)"
        r"|for sale|parked|buy this domain|mua ten mien|welcome to nginx|apache2? .{0,30}default page|default web (site )?page"
        r"|it works!|iis windows|webserver.{0,20}default"
    ),
    Answer.ERROR_PAGE: re.compile(
        r"^\W*(404|403|500|502|503)\b(?! [a-z]{2,} [a-z]+ [a-z]+)|(error|http|ma loi)\W*(404|403|500|502|503)\b"
        r"|not found|khong (tim thay|ton tai|con ton tai|kha dung)|da (bi )?(xoa|go( bo)?)\b"
        r"|(server|runtime|application|internal|database) error"
        r"|loi (he thong|may chu|ket noi|truy van|trang|xay ra|\d)|(xay ra|gap|co) (mot )?loi"
        r"|error (occurred|establishing)|exception|trang ban (tim|yeu cau)"
    ),
    Answer.LOGIN: re.compile(r"dang nhap|log ?in\b|sign ?in\b|phien lam viec.{0,20}het|mat khau"),
}


_SHORT_NOTICE = 200
"""Letters of a notice that stands in the place of an article's text, under the article's own title."""

_INSTEAD = {**_SIGNS, Answer.LOGIN: re.compile(r"(vui long|can|phai|hay) dang nhap|dang nhap de|(please )?(log|sign) in to")}


class Led(StrEnum):
    """Where a request for an article was led: to its own address, to the home page, or to another page of the site."""

    ITSELF = "itself"
    HOME = "home"
    ELSEWHERE = "elsewhere"


def judge(title: str, article: Article, showing: Showing, led: Led = Led.ITSELF) -> Answer:
    """What a page is. `title` is that of the wanted article as a list named it, empty if nobody named one.

    It is the article if it bears the title. Else it is only if the site's own place of the text holds one, under another headline, and the page is
    neither a list, a notice nor a page to which the request was led instead. Whatever it is in broken letters is unread.
    """
    if is_garbled(article.text) or is_garbled(article.title):
        return Answer.GARBLED
    shown = bears(showing.titles, title)
    if shown or bears(showing.named, title):
        told = _instead(title, article)
        return told or (Answer.ARTICLE if article.text and (shown or _has_text(showing)) else Answer.SHELL)
    if notice := _notice(article, showing, placed=(showing.in_place and showing.body) or not title):
        return notice
    if led is Led.HOME or showing.entries >= _FEWEST_ENTRIES:
        return Answer.HOME
    if led is Led.ITSELF and article.text and (showing.body or not title) and (showing.in_place or not showing.titles or not title):
        return Answer.BODY if title else Answer.ARTICLE
    if showing.scripts and showing.letters < _FEWEST_LETTERS:
        return Answer.SHELL
    return Answer.OTHER_PAGE


def _has_text(showing: Showing) -> bool:
    """Whether the text of a page that states its title for machines only is the article's: a shell asks for scripts."""
    return showing.body or not showing.scripts or showing.letters >= _FEWEST_LETTERS


def _instead(title: str, article: Article) -> Answer | None:
    """Which notice stands in the article's place under its own title: one of few words, while the title speaks of no such thing."""
    if len(article.text) > _SHORT_NOTICE:
        return None
    said, named = bare(article.text), bare(title)
    return next((answer for answer, sign in _INSTEAD.items() if sign.search(said) and not sign.search(named)), None)


def _notice(article: Article, showing: Showing, *, placed: bool) -> Answer | None:
    """Which notice a page is: its titles say so, or all that it says where that is as little as a notice says.

    Where the title and text of an article stand in their places (`placed`), only they are asked: the furniture of some sites has words such as
    "không tồn tại". There a long text is no notice, whatever its headline speaks of.
    """
    if placed and len(article.text) > _NOTICE:
        return None
    heads = bare(" · ".join(showing.titles if placed else (*showing.named, *showing.titles)))
    whole = article.text if placed else showing.opening
    said = bare(whole) if len(whole) <= _NOTICE else ""
    for answer, sign in _SIGNS.items():
        if answer is Answer.LOGIN and not (showing.password and not showing.body):
            continue
        if sign.search(heads) or sign.search(said):
            return answer
    return None
