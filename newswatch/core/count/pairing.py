"""What of a unit's items tells which of them are the same news, as a digest, and the pairs found as bytes: so that they are looked for once.

Verdicts, polls, rules and the day have no say in it, so most of what is written leaves the pairs as they are.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newswatch.core.count.duplicates import Duplicate, Related, clusters
from newswatch.core.count.keeping import DAMAGE, DamagedError
from newswatch.core.count.similarity import Recall
from newswatch.core.model import Countable
from newswatch.core.plain import plainly


@dataclass(frozen=True, slots=True)
class _Found:
    """The pairs, and for each retold bulletin compared its id, a digest of all that was, and the article."""

    pairs: tuple[Duplicate, ...]
    retold: tuple[tuple[int, str, int | None], ...]


def pairing_digest(items: Iterable[Countable]) -> str:
    """SHA-256 (hex) of all that `duplicates` looks at."""
    digest = hashlib.sha256()
    for i in items:
        seen = (i.id, i.channel, i.title, i.text if i.whole else None, i.url, i.published_at, i.first_seen_at, i.origin, i.same_as)
        digest.update(repr(seen).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def kept_pairs(related: Related, recall: Recall) -> bytes:
    """The pairs as bytes, with what may be recalled of them."""
    retold = tuple((id_, on, source) for id_, (on, source) in recall.found.items())
    return zlib.compress(json.dumps(plainly(_Found).to(_Found(related.pairs, retold)), separators=(",", ":")).encode())


def related_by(body: bytes, items: Sequence[Countable]) -> Related:
    """What such bytes say of the items that they were found among. Raises DamagedError."""
    pairs = _found(body).pairs
    try:
        return Related(pairs, clusters(items, pairs))
    except DAMAGE as error:
        raise DamagedError(str(error)) from error


def recall_of(body: bytes) -> Recall:
    """What such bytes say of bulletins that were compared, whatever became of the items since. Raises DamagedError."""
    return Recall({id_: (on, source) for id_, on, source in _found(body).retold})


def _found(body: bytes) -> _Found:
    try:
        told: _Found = plainly(_Found).back(json.loads(zlib.decompress(body)))
    except DAMAGE as error:
        raise DamagedError(str(error)) from error
    return told
