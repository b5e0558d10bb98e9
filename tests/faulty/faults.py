"""The faults: what a server answers, for a while, in place of its feed, a page of its listing or an article."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal

from generated import answers
from generated.answers import Answer, html
from generated.world import Post

from faulty.year import Portal, Target, target_of

Wire = Literal["refused", "unknown_host", "cut_off", "silence", "drip"]
"""Faults below HTTP: the connection refused, the name unknown, the answer cut off in its middle, no answer at all, one byte after another."""

_DATE = re.compile(r"\d{2}/\d{2}/\d{4}")
_ITEM_DATE = re.compile(r"<pubDate>[^<]*</pubDate>")
_TOO_LARGE = 400_000
_STALE = timedelta(days=7)
_PARAGRAPH = re.compile(r"<p>[^<]*</p>")


@dataclass(frozen=True, slots=True)
class Call:
    """One request that a fault is to answer."""

    portal: Portal
    path: str
    now: datetime

    @property
    def target(self) -> Target:
        """What was asked for."""
        return target_of(self.path)

    @property
    def sound(self) -> Answer:
        """What a sound server would answer."""
        return self.portal.answer(self.path, self.now)

    def changed(self, change: Callable[[Post], Post | None]) -> Answer:
        """The answer with other posts in the place of these."""
        return self.portal.answer(self.path, self.now, change)

    def rewritten(self, change: Callable[[str], str]) -> Answer:
        """The sound answer with another text."""
        sound = self.sound
        return sound._replace(body=change(sound.body.decode()).encode())


Fault = Callable[[Call], Answer | Wire]


def _wire(how: Wire) -> Fault:
    return lambda _: how


def _status(status: int, **headers: str) -> Fault:
    marks = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: html(f"<h1>{status}</h1>", status, marks)


def _notice(name: str) -> Fault:
    return lambda _: html(answers.NOTICES[name])


def _twisted(how: str) -> Fault:
    return lambda call: call.sound._replace(body=answers.twisted(call.sound.body, how))


def _redirect(to: Callable[[Call], str]) -> Fault:
    return lambda call: html("", 302, {"Location": to(call)})


def _truncated_gzip(call: Call) -> Answer:
    body = gzip.compress(call.sound.body)
    return call.sound._replace(body=body[: len(body) // 2], headers={"Content-Encoding": "gzip"})


def _truncated(call: Call) -> Answer:
    body = call.sound.body
    return call.sound._replace(body=body[: len(body) * 3 // 5])


def _other_article(call: Call) -> Answer:
    """The article of another post, or the feed of another section."""
    if call.target == "feed":
        return call.portal.documents()
    oldest = min(call.portal.posts, key=lambda post: post.at)
    return call.portal.answer(f"tin-{oldest.number}.html", call.now)


def _stale(call: Call) -> Answer:
    """What a cache kept for a week and gives out with the Date it was made at and its Age (RFC 9111 5.1)."""
    then = call.now - _STALE
    marks = {"Date": format_datetime(then.astimezone(UTC), usegmt=True), "Age": str(int(_STALE.total_seconds()))}
    return call.portal.answer(call.path, then)._replace(headers=marks)


def _half_lost(call: Call) -> Answer:
    if call.target == "article":
        return call.rewritten(lambda text: _PARAGRAPH.sub("", text, count=1))
    return call.changed(lambda post: post if post.number % 2 else None)


def _nothing_in_it(call: Call) -> Answer:
    if call.target == "article":
        return call.rewritten(lambda text: _PARAGRAPH.sub("", text))
    return call.rewritten(lambda text: re.sub(r'<div class="e">.*?</div>|<item>.*?</item>', "", text))


def _other_template(call: Call) -> Answer:
    names = {'"e"': '"muc-tin"', '"t"': '"lien-ket"', '"d"': '"thoi-gian"', '"body"': '"chi-tiet"', '"ngay"': '"thoi-gian"', "h1>": "h3>"}
    feed = {"<item>": "<url>", "</item>": "</url>", "link>": "loc>", "pubDate>": "lastmod>", "rss": "urlset"}
    return call.rewritten(lambda text: _each(text, feed if call.target == "feed" else names))


def _each(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _broken_markup(call: Call) -> Answer:
    return call.rewritten(lambda text: text.replace("</title>", "", 3).replace("</a>", " & <b").replace("</p>", "<"))


def _dated(said: Callable[[Call], datetime | None]) -> Fault:
    """All places state the same of every post, or nothing."""
    return lambda call: call.changed(lambda post: replace(post, says=dict.fromkeys(("list", "page", "feed"), said(call))))


def _printed(date: Callable[[str], str]) -> Fault:
    """Each date of a post is printed otherwise; `date` is given it day first."""

    def fault(call: Call) -> Answer:
        if call.target != "feed":
            return call.rewritten(lambda text: _DATE.sub(lambda found: date(found[0]), text))
        days = iter(
            f"{p.at:%d/%m/%Y}" for p in sorted((p for p in call.portal.posts if p.is_up(call.now)), key=lambda p: p.at, reverse=True)
        )
        return call.rewritten(lambda text: _ITEM_DATE.sub(lambda _: f"<pubDate>{date(next(days))}</pubDate>", text))

    return fault


FAULTS: dict[str, Fault] = {
    "connection refused": _wire("refused"),
    "reset in mid-body": _wire("cut_off"),
    "unknown host": _wire("unknown_host"),
    "time-out": _wire("silence"),
    "slow drip": _wire("drip"),
    "401": _status(401, WWW_Authenticate="Basic"),
    "403": _status(403),
    "404": _status(404),
    "410": _status(410),
    "429": _status(429, Retry_After="3600"),
    "500": _status(500),
    "502": _status(502),
    "503": _status(503),
    "redirect loop": _redirect(lambda call: f"{call.portal.base}{call.path}"),
    "redirect to home": _redirect(lambda call: f"{call.portal.base}trang-chu.html"),
    "redirect to another host": _redirect(lambda call: call.portal.base.replace("127.0.0.1", "localhost")),
    "empty 200": lambda _: html(""),
    "truncated HTML": _truncated,
    "truncated gzip": _truncated_gzip,
    "wrong Content-Encoding": lambda call: call.sound._replace(headers={"Content-Encoding": "br"}),
    "binary": lambda _: Answer(200, b"%PDF-1.7\n" + bytes(range(256)) * 8, "application/octet-stream"),
    "huge body": lambda call: call.sound._replace(body=call.sound.body + b" " * _TOO_LARGE),
    "login page": _notice("login"),
    "challenge page": _notice("challenge"),
    "maintenance page": _notice("maintenance"),
    "parked domain": _notice("parked"),
    "soft 404": _notice("soft_404"),
    "empty shell": _notice("shell"),
    "home page instead": lambda call: call.portal.home(call.now),
    "other article instead": _other_article,
    "false charset": _twisted("false_charset"),
    "double-encoded UTF-8": _twisted("double_utf8"),
    "TCVN3 letters": _twisted("tcvn3"),
    "frozen 304": lambda _: Answer(304, b""),
    "stale copy": _stale,
    "half of it lost": _half_lost,
    "nothing in it": _nothing_in_it,
    "another template": _other_template,
    "broken markup": _broken_markup,
    "invalid dates": _printed(lambda _: "NaN/NaN/NaN"),
    "all dates today": _dated(lambda call: call.now),
    "dates removed": _dated(lambda _: None),
    "day and month flipped": _printed(lambda day: f"{day[3:5]}/{day[:2]}/{day[6:]}"),
}
"""Each fault by its name."""

OF_DATES = {"invalid dates", "all dates today", "dates removed", "day and month flipped"}
"""Faults of dates alone: as articles have them, they are put where the list is undated, since they would change nothing else."""
