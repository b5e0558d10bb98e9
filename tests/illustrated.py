"""An office whose portal illustrates its articles: pages with images and a style sheet, and pictures of any size."""

import struct
import zlib
from dataclasses import replace
from datetime import datetime

import portal_pages
from office import PAR_BODY, PAR_TITLE, Office

from newswatch.core.model import LOCAL


def png(shade: int, extra: int = 0) -> bytes:
    """A picture of one grey pixel, with so many further bytes that show nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    more = chunk(b"tEXt", b"k\0" + b"x" * extra) if extra else b""
    pixel = zlib.compress(bytes((0, shade)))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + more
        + chunk(b"IDAT", pixel)
        + chunk(b"IEND", b"")
    )


def page(title: str, when: str | None, body: str, inner: str, head: str = "") -> bytes:
    """An article's page as the test portal makes it, with `inner` markup before its text and `head` in its head."""
    at = datetime.fromisoformat(when).replace(tzinfo=LOCAL) if when else None
    post = portal_pages.Post(1, title, at, body, "Tin tức", "x")
    made = portal_pages.article(post, [], portal_pages.DATE_FORMS["plain"])
    made = made.replace("In bài viết</div>", f"In bài viết</div>{inner}", 1)
    return made.replace("</head>", f"{head}</head>", 1).encode()


def illustrates(office: Office, post: int, when: str | None, inner: str, *, head: str = "", title: str = "", body: str = "") -> None:
    """Publishes a PAR story whose page holds some markup."""
    title, body = title or PAR_TITLE.format(n=post), body or PAR_BODY.format(n=post)
    office.portal.article(post, title=title, date=when, body=body)
    path = office.portal.url_of(post).removeprefix(office.portal.base)
    office.portal.serves(path, page(title, when, body, inner, head))


def budget(office: Office, megabytes: int) -> None:
    """Sets how many megabytes of images are kept."""
    office.with_settings(lambda settings: replace(settings, evidence=replace(settings.evidence, images_mb=megabytes)))
