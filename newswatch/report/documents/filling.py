"""Fills a Word template in: the same template, values and instant give the same bytes, in any time zone."""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from newswatch.core.text import printable
from newswatch.errors import InputError
from newswatch.report.books.archive import settled
from newswatch.report.documents import tags
from newswatch.report.documents.language import Bounded
from newswatch.report.sheets.package import Package

MOST_BYTES = 8_000_000
"""Bytes of a template. One with a coat of arms and twenty pages has a tenth of them."""
_MOST_XML = 4_000_000
_UNSEEN = re.compile("[^ -\ud7ff\ue000-�]")


def filled(template: bytes, name: str, values: Mapping[str, Any], title: str, as_of: datetime) -> bytes:
    """The document that a template gives with these values. `name` is that of the template, for messages.

    Raises InputError: it is no Word file, protected, or too large, or has a tag that is wrong, which is named with its paragraph.
    """
    told = _clean(values)
    try:
        tags.check(_opened(template), told)
        return _rendered(template, told, title, as_of)
    except InputError as error:
        raise InputError(f"template {name}: {error}") from None


def _opened(template: bytes) -> Package:
    if len(template) > MOST_BYTES:
        raise InputError(f"has more than {MOST_BYTES:,} bytes; take pictures out of it")
    package = Package(template)
    if len(package.part(package.main).text) > _MOST_XML:
        raise InputError(f"has a text of more than {_MOST_XML:,} bytes; a template is a few pages")
    if package.part(package.main).root.name != "w:document":
        raise InputError("is no document of Word; save it there as .docx")
    return package


def _rendered(template: bytes, values: Mapping[str, Any], title: str, as_of: datetime) -> bytes:
    from jinja2 import TemplateError

    try:
        made = _template(template)
        made.render(dict(values), Bounded())
        at, properties = as_of.astimezone(UTC).replace(tzinfo=None, microsecond=0), made.docx.core_properties
        properties.title, properties.author, properties.last_modified_by, properties.revision = title, "newswatch", "newswatch", 1
        properties.created = properties.modified = at
        raw = io.BytesIO()
        made.save(raw)
    except (TemplateError, SyntaxError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise InputError(f"can't be filled in: {error}; compare it with the one that comes with newswatch") from None
    return settled(raw, f"{at:%Y-%m-%dT%H:%M:%SZ}".encode())


def _template(raw: bytes) -> Any:
    """docxtpl's template, held to more: the body must be whole XML once it is filled in, where docxtpl would mend it by leaving things out, and the
    properties of the file are no templates."""
    from docxtpl import DocxTemplate

    class Whole(DocxTemplate):  # type: ignore[misc, unused-ignore]
        def build_xml(self, context: Any, jinja_env: Any = None) -> str:
            xml = str(super().build_xml(context, jinja_env))
            ElementTree.fromstring(xml)
            return xml

        def render_properties(self, context: Any, jinja_env: Any = None) -> None:
            """Leaves them: they are set anew."""

    return Whole(io.BytesIO(raw))


def _clean(value: Any) -> Any:
    """Values as a document can hold them: texts on one line without characters that don't show, lists and tables of such."""
    if isinstance(value, str):
        return _UNSEEN.sub("", printable(value))
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value
