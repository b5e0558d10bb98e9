"""Decides what a page that came with status 200 is: the article that was asked for, or one of the things that servers send instead."""

import re
from enum import StrEnum

from newswatch.core.answer.garbled import is_garbled
from newswatch.core.answer.kinds import Answer, Showing
from newswatch.core.answer.titles import bears, names_site
from newswatch.core.model import Article
from newswatch.core.text import fold

_FEWEST_ENTRIES = 3
"""So many entries of the site's list that lead elsewhere make a page without the wanted title a list of news, such as a home page."""

_FEWEST_LETTERS = 200
"""A page with fewer letters outside its links and with scripts is a shell that a browser fills. The shortest saved article has 500."""

_NOTICE = 900
"""Letters of a whole page. The notices of protection services, of maintenance and of errors are shorter; an article about such a thing is told by
its title."""

_SITE = r"(trang|website|web|cổng|hệ thống|máy chủ|dịch vụ|server|chuyên mục)"
_SIGNS: dict[Answer, re.Pattern[str]] = {
    Answer.CHALLENGE: re.compile(
        r"just a moment|(checking|verifying|verify) (your browser|you are|that you)|kiểm tra trình duyệt|captcha|cloudflare|ddos|firewall|tường lửa"
        r"|xác (minh|nhận|thực).{0,30}(con người|người máy|robot)|(không phải|not) (là )?(a )?(robot|người máy)|hệ thống bảo vệ|access denied"
        r"|request (was )?(rejected|blocked)|requested url was rejected|security (check|verification)|kiểm tra bảo mật|unusual traffic"
        r"|truy cập.{0,30}(bị chặn|bị từ chối)|(từ chối|bị chặn|chặn) truy cập|(bật|kích hoạt|enable) (javascript|cookie)|attention required"
        r"|incident id|support id|mã yêu cầu"
    ),
    Answer.MAINTENANCE: re.compile(
        rf"{_SITE}.{{0,60}}(bảo trì|bảo dưỡng|(đang|được) (được )?(nâng cấp|xây dựng|cập nhật)|gián đoạn|tạm (thời )?(ngừng|dừng))"
        rf"|(đang|để|tạm (ngừng|dừng).{{0,40}}) (được )?bảo trì|bảo trì {_SITE}|nâng cấp {_SITE}|maintenance|under construction"
        r"|(will )?be (right )?back (soon|shortly)|trở lại sau ít phút|temporarily unavailable"
    ),
    Answer.PARKED: re.compile(
        r"tên miền.{0,60}(hết hạn|được bán|rao bán|đang bán|chưa được|tạm (ngưng|ngừng|dừng)|đấu giá)|mua tên miền|buy this domain"
        r"|(domain|website|hosting|tài khoản).{0,40}(hết hạn|expired|suspended|for sale|parked)|for sale|parked|welcome to nginx"
        r"|apache2? .{0,30}default page|default web (site )?page|it works!|iis windows|webserver.{0,20}default"
    ),
    Answer.ERROR_PAGE: re.compile(
        r"^\W*(404|403|500|502|503)\b(?! [^\W\d]{2,} [^\W\d]+ [^\W\d]+)|(error|http|mã lỗi|lỗi)\W*(404|403|500|502|503)\b|not found"
        rf"|không tìm thấy|không (còn )?tồn tại|không khả dụng|(bài|tin|trang|nội dung|liên kết|mục).{{0,40}}đã (bị )?(xóa|gỡ)"
        rf"|(server|runtime|application|internal|database) error|lỗi {_SITE}|lỗi (kết nối|truy vấn|xảy ra)|(xảy ra|gặp) (một )?lỗi|có lỗi xảy ra"
        r"|error (occurred|establishing)|exception|trang bạn (tìm|yêu cầu)"
    ),
    Answer.LOGIN: re.compile(r"đăng nhập|log ?in\b|sign ?in\b|phiên làm việc.{0,20}hết|mật khẩu"),
}
"""Words of notices, with their marks: without them "lỗi" is "lợi", and communes write of "lợi" every day. Words that news has too ("nâng cấp",
"bảo trì", "tạm dừng") tell only beside a word for a site."""

_SHORT_NOTICE = 200
"""Letters of a notice that stands in the place of an article's text, under the article's own title."""

_INSTEAD = {**_SIGNS, Answer.LOGIN: re.compile(r"(vui lòng|cần|phải|hãy) đăng nhập|đăng nhập để|(log|sign) in to")}


class Led(StrEnum):
    """Where a request for an article was led: to its own address, to the home page, or to another page of the site."""

    ITSELF = "itself"
    HOME = "home"
    ELSEWHERE = "elsewhere"


def judge(title: str, article: Article, showing: Showing, led: Led = Led.ITSELF) -> Answer:
    """What a page is. `title` is that of the wanted article as a list named it, empty if nobody named one.

    It is the article if it bears the title. Else it is only if the site's own place of the text holds one, under another headline, and the page is
    neither a list, a notice, a front page nor one to which the request was led instead. Whatever it is in broken letters is unread.
    """
    if is_garbled(article.text) or is_garbled(article.title):
        return Answer.GARBLED
    shown = bears(showing.titles, title)
    if shown or bears(showing.named, title):
        told = _instead(title, article)
        return told or (Answer.ARTICLE if article.text and (shown or _has_text(showing)) else Answer.SHELL)
    if notice := _notice(article, showing, placed=(showing.in_place and showing.body) or not title):
        return notice
    if led is Led.HOME or showing.entries >= _FEWEST_ENTRIES or names_site(showing.titles):
        return Answer.HOME
    if led is Led.ITSELF and article.text and (showing.body or not title) and (showing.in_place or not showing.titles or not title):
        return Answer.BODY if title else Answer.ARTICLE
    whole = showing.whole()
    return Answer.SHELL if whole.scripts and whole.letters < _FEWEST_LETTERS else Answer.OTHER_PAGE


def _has_text(showing: Showing) -> bool:
    """Whether the text of a page that states its title for machines only is the article's: a shell asks for scripts."""
    if showing.body:
        return True
    whole = showing.whole()
    return not whole.scripts or whole.letters >= _FEWEST_LETTERS


def _instead(title: str, article: Article) -> Answer | None:
    """Which notice stands in the article's place under its own title: one of few words, while the title speaks of no such thing."""
    if len(article.text) > _SHORT_NOTICE:
        return None
    said, named = fold(article.text), fold(title)
    return next((answer for answer, sign in _INSTEAD.items() if sign.search(said) and not sign.search(named)), None)


def _notice(article: Article, showing: Showing, *, placed: bool) -> Answer | None:
    """Which notice a page is: its titles say so, or all that it says where that is as little as a notice says.

    Where the title and text of an article stand in their places (`placed`), only they are asked: the furniture of some sites has words such as
    "không tồn tại". There a long text is no notice, whatever its headline speaks of.
    """
    if placed and len(article.text) > _NOTICE:
        return None
    heads = fold(" · ".join(showing.titles if placed else (*showing.named, *showing.titles)))
    told = article.text if placed else showing.whole().opening
    said = fold(told) if len(told) <= _NOTICE else ""
    for answer, sign in _SIGNS.items():
        if answer is Answer.LOGIN and (showing.body or not showing.whole().password):
            continue
        if sign.search(heads) or sign.search(said):
            return answer
    return None
