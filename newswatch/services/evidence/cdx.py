"""The index of a web archive (CDXJ, gzipped in blocks, with a second index of the blocks), as py-wacz lays it out.

It is written here, not by cdxj-indexer: that needs the package `surt`, whose licence (AGPL) an office's program under MIT can't carry, and reads the whole
archive a second time. Tests hold each key against that package's.
"""

import gzip
import json
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

_LINES = 1024
_PORTS = {"http": 80, "https": 443}
_WWW = re.compile(r"www\d*\.")


def key(url: str) -> str:
    """The address as an index sorts it (SURT): `vn,gov,xa)/tin?a=1&b=2`. An address that is too damaged stands as it is."""
    try:
        parts = urlsplit(url.lower())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    if parts.scheme not in _PORTS or not host:
        return url
    named = f":{port}" if port not in (None, _PORTS[parts.scheme]) else ""
    path = parts.path.rstrip("/") or "/"
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{','.join(reversed(_WWW.sub('', host, count=1).split('.')))}{named}){path}{query}"


def line(url: str, at: str, **facts: Any) -> str:
    """A record's line; `at` is the instant as WARC writes it."""
    return f"{key(url)} {re.sub(r'[^0-9]', '', at)} {json.dumps({'url': url, **facts})}\n"


def blocks(lines: Sequence[str], name: str) -> tuple[bytes, bytes]:
    """The index and the second one of its blocks; `name` is what the first is called."""
    lines, packed = sorted(lines), bytearray()
    second = [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"]
    for first in range(0, len(lines), _LINES):
        block = gzip.compress("".join(lines[first : first + _LINES]).encode(), mtime=0)
        place = {"offset": len(packed), "length": len(block), "digest": f"sha256:{sha256(block).hexdigest()}"}
        second.append(f"{lines[first].partition('{')[0]}{json.dumps(place)}\n")
        packed += block
    return bytes(packed) or gzip.compress(b"", mtime=0), "".join(second).encode()
