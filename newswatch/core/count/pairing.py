"""What of a unit's items tells which of them are the same news, as a digest, and the pairs found as bytes: so that they are looked for once.

Verdicts, polls, rules and the day have no say in it, so most of what is written leaves the pairs as they are.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence

from newswatch.core.count.duplicates import Duplicate, Related, clusters
from newswatch.core.count.keeping import DAMAGE, DamagedError
from newswatch.core.model import Countable
from newswatch.core.plain import plainly

_PAIRS = plainly(tuple[Duplicate, ...])


def pairing_digest(items: Iterable[Countable]) -> str:
    """SHA-256 (hex) of all that `duplicates` looks at."""
    digest = hashlib.sha256()
    for i in items:
        seen = (i.id, i.channel, i.title, i.text if i.whole else None, i.url, i.published_at, i.first_seen_at, i.origin, i.same_as)
        digest.update(repr(seen).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def kept_pairs(related: Related) -> bytes:
    """The pairs as bytes."""
    return zlib.compress(json.dumps(_PAIRS.to(related.pairs)).encode())


def related_by(body: bytes, items: Sequence[Countable]) -> Related:
    """What such bytes say of the items that they were found among. Raises DamagedError."""
    try:
        pairs: tuple[Duplicate, ...] = _PAIRS.back(json.loads(zlib.decompress(body)))
        return Related(pairs, clusters(items, pairs))
    except DAMAGE as error:
        raise DamagedError(str(error)) from error
