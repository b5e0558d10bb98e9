"""Another system that receives scores, on loopback: it keeps each POST and answers what it is told to."""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from posted_to import Answer, PostedTo

SECRET = "Kenh-Xyz84Qw"


@dataclass(frozen=True, slots=True)
class Posted:
    """One POST: its path, its headers (names in small letters), its body."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def key(self) -> str:
        return self.headers["idempotency-key"]

    @property
    def is_signed(self) -> bool:
        """As a receiver checks it: the HMAC over the seconds, a dot and the bytes as they came."""
        seconds, _, made = self.headers["newswatch-signature"].removeprefix("t=").partition(",v1=")
        return hmac.compare_digest(made, hmac.new(SECRET.encode(), seconds.encode() + b"." + self.body, sha256).hexdigest())


class Receiver(PostedTo):
    """Up from `with` until its end. `answers` are given in turn, then `usual`: (status, headers, body)."""

    def __init__(self) -> None:
        self.posts: list[Posted] = []
        self.answers: list[Answer] = []
        self.usual: Answer = (204, {}, b"")

    def answered(self, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Keeps the POST; the next of the answers."""
        self.posts.append(Posted(path, headers, body))
        return self.answers.pop(0) if self.answers else self.usual

    @property
    def url(self) -> str:
        """Where scores are posted."""
        return f"{self.base}diem"
