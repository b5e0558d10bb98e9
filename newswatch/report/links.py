"""Which addresses a reader may be sent to. Letters, workbooks and documents link to no others."""

from urllib.parse import urlsplit

_LONGEST_LINK = 2000


def link(url: str) -> str:
    """The address if a reader may be sent there: http or https with a host, without blanks and unseen characters; otherwise an empty text."""
    try:
        split = urlsplit(url)
    except ValueError:
        return ""
    sound = split.scheme in ("http", "https") and bool(split.hostname) and len(url) <= _LONGEST_LINK
    return url if sound and url.isprintable() and " " not in url else ""
