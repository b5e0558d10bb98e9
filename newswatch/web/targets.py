"""Addresses that a stranger may have written: where one is sent after a form is a path of this page, never another site."""

from urllib.parse import SplitResult, urlsplit

_FORBIDDEN = ("\\", "\r", "\n", "\t")


def parted(text: str) -> SplitResult | None:
    """The parts of an address; None for what is none, such as `http://[`."""
    try:
        return urlsplit(text)
    except ValueError:
        return None


def safe_path(text: str) -> str:
    """The path, with its query, if it is one of this page; `/` for anything else that a link may try."""
    parts = parted(text) if _is_plain(text) else None
    if parts is None or parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_plain(text: str) -> bool:
    return text.isprintable() and not any(sign in text for sign in _FORBIDDEN) and not text.startswith("//")
