"""A file of Excel or Word as a package of parts: read whole within bounds, refused where nothing may be filled in, written with few parts changed."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from functools import cached_property

from newswatch.errors import InputError
from newswatch.report.sheets.markup import Node, Part

MOST_BYTES = 64 * 2**20
_MOST_UNPACKED = 256 * 2**20
_MOST_XML = 32 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, KeyError)


class Package:
    """The parts of a file, by name, and their relationships. One that is `read_only` may be signed, since nothing is put into it."""

    def __init__(self, raw: bytes, *, read_only: bool = False) -> None:
        """Raises InputError: an .xls or .doc, encrypted, signed, damaged, too large, or no file of Excel or Word."""
        _refuse_others(raw)
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as packed:
                self._infos = packed.infolist()
                _check_bounds(self._infos)
                self._comment = packed.comment
                self._bodies = {info.filename: packed.read(info) for info in self._infos}
        except _DAMAGED as error:
            raise InputError(
                f"the file is damaged or no file of Excel or Word: {error}; open it there and save it as .xlsx or .docx"
            ) from None
        self._parts: dict[str, Part] = {}
        self._names = {name.lower(): name for name in self._bodies}
        if not read_only and any("/digital-signature/" in node.get("Type") for node in self._relations("")):
            raise InputError(
                "the file is digitally signed, and filling it in would break the signature; fill in the copy from before the signing"
            )

    @cached_property
    def main(self) -> str:
        """The name of the workbook's or document's main part. Raises InputError if there is none."""
        found = [target for kind, target in self.related("").values() if kind == "officeDocument"]
        if not found:
            raise InputError("the file names no workbook or document; open it in Excel or Word and save it as .xlsx or .docx")
        return found[0]

    def part(self, name: str) -> Part:
        """A part as XML; the same object each time. Raises InputError."""
        if name not in self._parts:
            body = self._bodies[self._found(name)]
            if sum(len(part.text) for part in self._parts.values()) + len(body) > _MOST_XML:
                raise InputError(
                    f"{name}: sheets and texts are larger than {_MOST_XML:,} bytes; delete what lies outside the table, and save it"
                )
            self._parts[name] = Part(name, body)
        return self._parts[name]

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The relationships of a part (`""`: of the package) by id: the last word of the type, and the part's name."""
        folder = posixpath.dirname(name)
        return {
            node.get("Id"): (
                node.get("Type").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, node.get("Target"))).lstrip("/"),
            )
            for node in self._relations(name)
            if node.get("TargetMode") != "External"
        }

    def written(self) -> bytes:
        """The file with its changed parts; the others, their order, names, times and comments are as they were."""
        bodies = self._bodies | {self._found(name): part.written() for name, part in self._parts.items() if part.changed}
        return _packed(self._infos, bodies, self._comment)

    def _relations(self, name: str) -> list[Node]:
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        return self.part(path).root.all("rels:Relationship") if path.lower() in self._names else []

    def _found(self, name: str) -> str:
        """The name as the archive spells it: names of parts are alike without regard to case."""
        if name.lower() not in self._names:
            raise InputError(f"{name}: is named in the file, but missing from it; open it in Excel or Word and save it anew")
        return self._names[name.lower()]


def _refuse_others(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise InputError(f"the file is larger than {MOST_BYTES:,} bytes; take pictures out of it, or fill it in by hand")
    if raw.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in raw:
        raise InputError("the file is encrypted with a password; open it, take the password off (File, Info, Protect), and save a copy")
    if raw.startswith(_OLE):
        raise InputError("the file is an .xls or .doc of Office 97; open it and save it as .xlsx or .docx")
    if not raw.startswith(b"PK"):
        raise InputError("the file is no .xlsx or .docx; open it in Excel or Word and save it as one")


def _check_bounds(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise InputError("the file is encrypted with a password; save a copy without one")
    if sum(info.file_size for info in infos) > _MOST_UNPACKED:
        raise InputError(f"the file unpacks to more than {_MOST_UNPACKED:,} bytes; take pictures out of it, or fill it in by hand")
    if len({info.filename.lower() for info in infos}) < len(infos):
        raise InputError("the file holds two parts of one name; open it in Excel or Word and save it anew")


def _packed(infos: list[zipfile.ZipInfo], bodies: Mapping[str, bytes], comment: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for info in infos:
            packed.writestr(_like(info), bodies[info.filename], info.compress_type)
        packed.comment = comment
    return made.getvalue()


def _like(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    alike = zipfile.ZipInfo(info.filename, info.date_time)
    for name in ("external_attr", "internal_attr", "create_system", "comment"):
        setattr(alike, name, getattr(info, name))
    return alike
