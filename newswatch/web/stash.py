"""What was typed into a form whose session had ended: kept for an hour in memory, handed back once to whoever has its key."""

import secrets
import time
from collections import OrderedDict
from threading import Lock

from werkzeug.datastructures import MultiDict

_MOST, _MOST_OF_ONE, _SECONDS, _CHARACTERS = 200, 20, 3600.0, 64_000
_LEFT_OUT = ("csrf_token", "form_id", "password", "password2", "old")

_kept: OrderedDict[str, tuple[float, MultiDict[str, str], str]] = OrderedDict()
_lock = Lock()


def keep(fields: MultiDict[str, str], whose: str) -> str:
    """Keeps the fields of a form but its secrets; gives their key. Empty if there is nothing, or too much, to keep.

    `whose` is from where they came: strangers send forms too, and many of one take the room of that one's alone.
    """
    plain = MultiDict((name, value) for name, value in fields.items(multi=True) if name not in _LEFT_OUT)
    size = sum(len(name) + len(value) for name, value in plain.items(multi=True))
    if not plain or size > _CHARACTERS:
        return ""
    key = secrets.token_urlsafe(16)
    with _lock:
        _kept[key] = time.monotonic(), plain, whose
        of_one = [held for held, (_, _, by) in _kept.items() if by == whose]
        if len(of_one) > _MOST_OF_ONE:
            del _kept[of_one[0]]
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return key


def take(key: str) -> MultiDict[str, str] | None:
    """The fields of a key, once; None if there are none any more."""
    with _lock:
        at, fields, _ = _kept.pop(key, (0.0, None, ""))
    return fields if fields is not None and time.monotonic() - at < _SECONDS else None
