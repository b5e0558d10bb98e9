"""The archive of a workbook without a trace of when and where it was made."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import IO

_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def settled(raw: IO[bytes], stamp: bytes, edited: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({})) -> bytes:
    """The same archive compressed, with times that don't depend on when it was made: that of the workbook in it is the `stamp`.

    `edited` are changes to parts by their names.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp, content)
            content = edited[name](content) if name in edited else content
            member = zipfile.ZipInfo(name, _DAY)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(member, content)
    return out.getvalue()
