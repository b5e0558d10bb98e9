"""What goes out to other systems: by which way, under which key a receiver knows a repetition, and how a posted score is signed."""

import hmac
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


class FeedWay(StrEnum):
    """How a score goes out: written into a file, or posted to an address. The values are stored."""

    FILE = "file"
    POST = "post"


def key_of(unit: str, way: FeedWay, target: str, year: int, body: bytes, made_at: datetime) -> str:
    """By what a receiver tells a repetition of one delivery from another delivery: the same at each try, another for each result."""
    told = "\n".join((unit, way, target, str(year), made_at.isoformat(), sha256(body).hexdigest()))
    return f"newswatch-{sha256(told.encode()).hexdigest()[:32]}"


def signature(secret: str, at: datetime, body: bytes) -> str:
    """What vouches for a body sent at an instant: `t=<seconds since 1970>,v1=<HMAC-SHA256, hex, over the seconds, a dot and the body>`."""
    seconds = str(int(at.timestamp()))
    made = hmac.new(secret.encode(), seconds.encode() + b"." + body, sha256).hexdigest()
    return f"t={seconds},v1={made}"
