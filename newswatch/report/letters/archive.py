"""A workbook as the bytes of an .xlsx file that says nothing of when or where it was made."""

import io
import re
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook

_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def settled(book: "Workbook") -> bytes:
    """The workbook's archive, with times that don't depend on when it was made."""
    from openpyxl.writer.excel import ExcelWriter

    out, stamp = io.BytesIO(), f"{book.properties.created:%Y-%m-%dT%H:%M:%SZ}".encode()
    ExcelWriter(book, _Archive(out, stamp)).save()
    return out.getvalue()


class _Archive(zipfile.ZipFile):
    """An archive whose members all bear one time, and the workbook in it that of its making, `stamp`."""

    def __init__(self, out: IO[bytes], stamp: bytes) -> None:
        super().__init__(out, "w", zipfile.ZIP_DEFLATED)
        self._stamp = stamp

    def writestr(self, zinfo_or_arcname: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None) -> None:
        """Writes one member that openpyxl made in memory."""
        content = data.encode() if isinstance(data, str) else data
        if zinfo_or_arcname == "docProps/core.xml":
            content = _MODIFIED.sub(rb"\g<1>" + self._stamp, content)
        member = zipfile.ZipInfo(zinfo_or_arcname, _DAY)
        member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
        super().writestr(member, content, compress_type, compresslevel)

    def write(self, filename: Any, arcname: Any = None, compress_type: int | None = None, compresslevel: int | None = None) -> None:
        """Writes one member that openpyxl made in a file: a sheet."""
        self.writestr(arcname, Path(filename).read_bytes(), compress_type, compresslevel)
