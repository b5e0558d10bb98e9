"""Hides logins in texts: what stands before the `@` of an address never reaches an output, the database, a mail or a log. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

HIDDEN = "…"
SECRET_HEADERS = frozenset({"set-cookie", "set-cookie2", "authorization", "proxy-authorization", "authentication-info", "www-authenticate"})
"""Headers of answers that hold what only the visit is to know; what they said is neither kept nor handed on."""

_PLACE = r"[^/?#\s'\"<>]*@"
_WITH_SLASH = r"[^/?#\s'\"<>@:\[\]]+:(?!\d{1,5}(?:[/?#\s'\"<>]|$))[^\s'\"<>]*@"
_IN_TEXT = re.compile(rf"(?<=//)(?:{_PLACE}|{_WITH_SLASH})")
"""The login of an address within a text (RFC 3986, 3.2.1); also one whose password holds a slash, where programs disagree on what the host is."""

_BEFORE_AUTHORITY = re.compile(r"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?[/\\]{2,}")
_LEADING = re.compile(f"{_PLACE}|{_WITH_SLASH}")
_BEFORE_HOST = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)[^/?#\\\[\]\s]*@")
_UNSEEN = re.compile(r"[\t\r\n]")
_SECRET_NAMES = frozenset(
    {
        "password",
        "passwd",
        "pass",
        "pwd",
        "matkhau",
        "secret",
        "clientsecret",
        "token",
        "accesstoken",
        "authtoken",
        "apikey",
        "sig",
        "signature",
    }
)
"""Names of parameters, in small letters and digits alone."""

_NAMED = re.compile(r"[?&;#]([^=&;#]+)=[^&;#]")
_SHORTEST = 6
"""Characters. A shorter piece of a secret address is not hidden in texts: it may be part of ordinary words."""


def masked(text: str) -> str:
    """A text in which the logins of addresses are hidden."""
    return _IN_TEXT.sub(f"{HIDDEN}@", text) if "@" in text else text


def carries_login(address: str) -> bool:
    """Does an address, or a host name, have a login before its host?"""
    plain = _UNSEEN.sub("", unicodedata.normalize("NFKC", address)).strip()
    return "@" in plain and _LEADING.match(_BEFORE_AUTHORITY.sub("", plain, count=1)) is not None


def without_login(address: str) -> str:
    """An address that a page states, without the login before its host. Empty where programs disagree on which of its parts is the host."""
    if ("@" not in address and address.isascii()) or "//" not in address or not carries_login(address):
        return address
    left = _BEFORE_HOST.sub(r"\1", _UNSEEN.sub("", address).strip(), count=1)
    return "" if carries_login(left) else left


def secret_parameter(address: str) -> str:
    """The name of a parameter of an address that can hold nothing but a secret, such as `access_token`; empty for none."""
    return next((name for name in _NAMED.findall(address) if _is_secret(name)), "")


def _is_secret(name: str) -> bool:
    """Whether a parameter is named for a secret, however it is spelt: `accessToken`, `to%6ben`, `user[token]`."""
    parts = re.findall(r"[\w.-]+", unquote(name).lower())
    return any(re.sub(r"[\W_]", "", part) in _SECRET_NAMES for part in parts)


def origin_shown(address: str) -> str:
    """An address that is a secret itself, as it may be shown: its scheme and host."""
    parts = urlsplit(without_login(address))
    return f"{parts.scheme}://{parts.netloc}/{HIDDEN}"


def without_address(text: str, address: str) -> str:
    """A text in which an address that is a secret itself is hidden, and the pieces of it, too."""
    parts = urlsplit(address)
    pieces = {parts.path, parts.query, *parts.path.split("/"), *re.split("[&=]", parts.query)}
    return hidden(text.replace(address, origin_shown(address)), pieces)


def hidden(text: str, secrets: Iterable[str], shortest: int = _SHORTEST) -> str:
    """A text in which the secrets are hidden, the longest first; one of fewer characters than `shortest` is left."""
    for secret in sorted(set(secrets), key=len, reverse=True):
        text = text.replace(secret, HIDDEN) if len(secret) >= shortest else text
    return text
