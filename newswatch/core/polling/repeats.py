"""The polls that found nothing new, one after another: the times of all of them in few bytes, so that one row stands for them and nothing is lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta

_BITS, _MORE = 7, 0x80


def joined(repeats: bytes, seconds: int, *, body: bool) -> bytes:
    """The repeats and one more, so many whole seconds after the one before. `body` says that it was given a page, and not only told that it is the
    same. A repeat takes one to three bytes."""
    rest, told = (seconds << 1) | body, bytearray(repeats)
    while rest >= _MORE:
        told.append(rest & (_MORE - 1) | _MORE)
        rest >>= _BITS
    told.append(rest)
    return bytes(told)


def times(first: datetime, repeats: bytes) -> Iterator[tuple[datetime, bool]]:
    """When each repeat was made, after the `first` poll of its row, and whether it was given a page."""
    at, value, shift = first, 0, 0
    for byte in repeats:
        value |= (byte & (_MORE - 1)) << shift
        shift += _BITS
        if not byte & _MORE:
            at += timedelta(seconds=value >> 1)
            yield at, bool(value & 1)
            value = shift = 0
