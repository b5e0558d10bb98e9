"""Templates are an office's to edit: what people do to them in Word works, and what is wrong is named with tag and paragraph; none can compute."""

import io
import re
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import papers
import pytest
import sheets
import time_machine
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from letter_worlds import counting
from worlds import countable

from newswatch.errors import InputError
from newswatch.report.documents import language
from newswatch.report.documents.filling import filled
from newswatch.report.documents.kinds import TEMPLATED, Kind
from newswatch.report.vi.reasons import technical

WHEN = datetime(2026, 4, 1, tzinfo=UTC)
VALUES = {
    "name": "Xã",
    "deep": {"title": "bài"},
    "rows": [{"n": 1, "parts": [{"x": "a"}]}, {"n": 2, "parts": []}],
    "empty": [],
}


def word(*paragraphs: str) -> bytes:
    """A template with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return papers.saved(document)


def fill(raw: bytes, values: dict[str, Any] | None = None) -> list[str]:
    """The paragraphs of a template filled in."""
    return papers.texts(filled(raw, "mau.docx", values or VALUES, "Thử", WHEN))


def refused(raw: bytes) -> str:
    """The message with which a template is refused."""
    with pytest.raises(InputError) as error:
        filled(raw, "mau.docx", VALUES, "Thử", WHEN)
    told = str(error.value)
    assert told.startswith("template mau.docx: ")
    return told.removeprefix("template mau.docx: ")


BROKEN = {
    "unclosed": (("Một", "Tên {{ name"), "paragraph 2 (“Tên {{ name”): {{ name: is not closed by }} in its paragraph"),
    "unclosed statement": (("{% if name",), "{% if name: is not closed by %} in its paragraph"),
    "over two paragraphs": (("{{ name", "}}"), "paragraph 1 (“{{ name”): {{ name: is not closed"),
    "unknown": (
        ("A", "B", "Tên {{ nmae }}"),
        "paragraph 3 (“Tên {{ nmae }}”): {{ nmae }}: nothing is named nmae; known are deep, empty, name, rows",
    ),
    "unknown part": (("{{ deep.titel }}",), "{{ deep.titel }}: has nothing named titel; known are title"),
    "part of a text": (("{{ name.upper }}",), "{{ name.upper }}: has nothing named upper"),
    "unknown in a loop": (
        ("{%p for row in rows %}", "{{ row.m }}", "{%p endfor %}"),
        "paragraph 2 (“{{ row.m }}”): {{ row.m }}: has nothing named m",
    ),
    "after its loop": (
        ("{%p for row in rows %}", "{%p endfor %}", "{{ row.n }}"),
        "paragraph 3 (“{{ row.n }}”): {{ row.n }}: nothing is named row",
    ),
    "not read": (("{{ name name }}",), "{{ name name }}: can't be read: expected token 'end of print statement', got 'name'"),
    "empty": (("{{ }}",), "{{ }}: can't be read"),
    "never ended": (("A", "{%p if name %}", "B"), "paragraph 2 (“{%p if name %}”): {%p if name %}: is never ended; put {% endif %}"),
    "ends nothing": (("{%p endfor %}",), "{%p endfor %}: ends or divides no for that was begun"),
    "crossed": (
        ("{%p for row in rows %}", "{%p if name %}", "{%p endfor %}", "{%p endif %}"),
        "{%p endfor %}: ends or divides no for; {%p if name %} in",
    ),
    "else alone": (("{% else %}",), "{% else %}: ends or divides no if that was begun"),
    "no list": (("{%p for row in name %}", "{%p endfor %}"), "{%p for row in name %}: is no list"),
    "unknown statement": (("{% set a = 1 %}",), "{% set a = 1 %}: is none of the tags for, if, elif, else, endif, endfor"),
    "macro": (("{% macro m() %}", "{% endmacro %}"), "is none of the tags"),
    "include": (('{% include "/etc/passwd" %}',), "is none of the tags"),
    "filter": (("{{ name|safe }}",), "{{ name|safe }}: has the filter safe; templates may use upper,"),
    "call": (("{{ name.upper() }}",), "has a call, which templates may not use"),
    "arithmetic": (("{{ 10 ** 10 }}",), "has a pow, which templates may not use"),
    "joining": (("{{ name ~ name }}",), "has a concat, which templates may not use"),
    "attribute": (("{{ name.__class__ }}",), "{{ name.__class__ }}: has nothing named __class__"),
    "range": (("{% for a in range(9) %}", "{% endfor %}"), "has a call"),
    "loop in loop": (
        ("{%p for a in rows %}", "{%p for b in rows %}", "{%p endfor %}", "{%p endfor %}"),
        "{%p for b in rows %}: repeats for all that a loop around it repeats; within {%p for a in rows %} repeat for a.… alone",
    ),
    "rich text": (("{{r name }}",), "{{r name }}: would stand outside of the text; write it as {{ name }}"),
    "colspan": (("{% colspan name %}",), "is none of the tags"),
}


@pytest.mark.parametrize(("paragraphs", "told"), BROKEN.values(), ids=BROKEN)
def test_a_wrong_tag_is_named_with_its_paragraph(paragraphs: tuple[str, ...], told: str) -> None:
    """Each kind of fault says in which paragraph it is, which tag it is, and what is wrong with it."""
    message = refused(word(*paragraphs))
    assert told in message
    assert message.startswith("paragraph ")


def test_what_python_has_is_out_of_reach() -> None:
    """An item by a computed name gives nothing of Python's own, whatever it is called."""
    with pytest.raises(InputError, match="can't be filled in"):
        fill(word("{{ deep['__class__']['__mro__'] }}"))


def test_a_tag_in_a_head_is_named_there() -> None:
    """The part of the file is named with the paragraph if it is not the text itself."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ nope }}"
    assert refused(papers.saved(document)).startswith("paragraph 1 of word/header1.xml (“{{ nope }}”): {{ nope }}: nothing is named nope")


def protected(raw: bytes) -> bytes:
    """The template with Word's protection against changes."""
    document = Document(io.BytesIO(raw))
    mark = OxmlElement("w:documentProtection")
    mark.set(qn("w:edit"), "readOnly")
    mark.set(qn("w:enforcement"), "1")
    document.settings.element.append(mark)
    return papers.saved(document)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "no .xlsx or .docx"),
    "text": (lambda: "Số: {{ name }}".encode(), "no .xlsx or .docx"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office 97"),
    "cut short": (lambda: word("A")[:900], "damaged"),
    "a workbook": (lambda: sheets.workbook(), "is no document of Word"),
    "protected": (lambda: protected(word("{{ name }}")), "the document is protected"),
    "too large": (lambda: b"PK" + bytes(9_000_000), "more than 8,000,000 bytes"),
    "a bomb": (lambda: bomb(), "unpacks to more than"),
    "a long text": (lambda: word(*["x" * 100_000] * 50), "text of more than 4,000,000 bytes"),
}


def bomb() -> bytes:
    """A small archive that unpacks to 270 MB."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(270):
            part.write(bytes(1_000_000))
    return raw.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_template_is_refused(name: str) -> None:
    """A file that Word could not open, or that nothing may be filled into, is refused with what it is."""
    make, told = FILES[name]
    assert told in refused(make())


def test_a_text_that_comes_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes out of a template is bounded, and the bound is told."""
    monkeypatch.setattr(language, "MOST_LETTERS", 10_000)
    with pytest.raises(InputError, match="comes to more than 10,000 characters"):
        fill(word("{%p for row in rows %}", "x" * 9_000, "{%p endfor %}"))


SPLIT = (("{", "{ name }", "}"), ("{{ na", "me }", "}"), ("{{", " name ", "}}"), ("{", "% if name %}Có{", "% endif %}"))


@pytest.mark.parametrize("pieces", SPLIT)
def test_a_tag_over_several_runs_works(pieces: tuple[str, ...]) -> None:
    """Word splits what is typed into runs of its own, which a person does not see."""
    document = Document()
    paragraph = document.add_paragraph("")
    for at, piece in enumerate(pieces):
        paragraph.add_run(piece).bold = at % 2 == 0
    assert fill(papers.saved(document)) in (["Xã"], ["Có"])


def test_quotes_that_word_curls_work() -> None:
    """Word turns quotes into curly ones; within a tag they are read as straight."""
    assert fill(word("{% if name == “Xã” %}Đúng{% endif %} {{ empty|join(‘, ’) }}"))[0].strip() == "Đúng"


HOSTILE = ("{{ 7*7 }}", "{% for a in rows %}", "</w:t></w:r><w:p/>", "A & B < C > D", "\x00\x0b\x1f￾", "\"'", "{_{ x }_}", "a\tb\nc\fd")


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_never_a_tag_nor_markup(title: str) -> None:
    """Whatever an article is called stands in the document as its text."""
    items = [countable(1, f"Xã {title} mới", "2026-03-05")]
    found = papers.texts(papers.made(Kind.NOTICE, papers.paper(items=items)))
    shown = " ".join("".join(letter if letter.isprintable() else " " for letter in title).split()).replace("{_{", "{{").replace("}_}", "}}")
    told = [text for text in found if text.startswith("Xã ") and text.endswith(" mới")]
    assert [" ".join(text.split()) for text in told] == [f"Xã {shown} mới".replace("  ", " ")]


def test_an_edited_template_works() -> None:
    """An office's own words, another order, a tag it did not have and a picture of its own are kept; all else is filled in as before."""
    document = Document(io.BytesIO(papers.edited(Kind.NOTICE, ("THÔNG BÁO", "KẾT LUẬN"), ("CHỦ TỊCH", "PHÓ CHỦ TỊCH"))))
    document.add_paragraph("Chỉ tiêu {{ quota }} tin, bài mỗi tháng của {{ unit.title|upper }}.").runs[0].italic = True
    found = papers.texts(papers.made(Kind.NOTICE, template=papers.saved(document)))
    assert "KẾT LUẬN" in found
    assert "PHÓ CHỦ TỊCH" in found
    assert found[-1] == "Chỉ tiêu 4 tin, bài mỗi tháng của XÃ QUẢNG THỌ."
    assert set(papers.texts(papers.made(Kind.NOTICE))) - set(found) == {"THÔNG BÁO", "CHỦ TỊCH"}


def test_half_a_table_in_a_condition_is_refused() -> None:
    """A tag that would leave half of a table is refused: Word would call the file damaged, and mending it would lose rows."""
    broken = papers.edited(Kind.NOTICE, ("{%tr for row in counted %}", "{%p for row in counted %}"))
    with pytest.raises(InputError, match="can't be filled in"):
        papers.made(Kind.NOTICE, template=broken)


@pytest.mark.parametrize("kind", TEMPLATED)
def test_the_same_is_byte_identical_in_any_zone_and_year(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the clock nor the time zone of the computer leaves a trace in a document; its own times are those of the statement."""
    made = set()
    for zone, year in (("Asia/Ho_Chi_Minh", 2026), ("America/New_York", 2040), ("Pacific/Kiritimati", 2001)):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        with time_machine.travel(datetime(year, 5, 6, 23, 8, 9, tzinfo=UTC), tick=False):
            made.add(papers.made(kind))
    monkeypatch.undo()
    time.tzset()
    assert len(made) == 1
    core = Document(io.BytesIO(made.pop())).core_properties
    assert core.created == core.modified == datetime(2026, 4, 1, 1, 0, tzinfo=UTC)
    assert "Quảng Thọ" in core.title


def test_a_long_appendix_is_whole() -> None:
    """Each of very many items has its row."""
    items = [countable(n, f"Tin số {n}", f"2026-03-{n % 28 + 1:02d}", text=f"Bài riêng số {n}.") for n in range(1, 301)]
    found = papers.texts(papers.made(Kind.APPENDIX, papers.paper(items=[*items, *counting(1, 2)])))
    assert sum(text.startswith("Tin số") for text in found) == 300


@pytest.mark.parametrize("name", [*BROKEN, *FILES])
def test_each_fault_has_its_vietnamese(name: str) -> None:
    """Where people are told in their language, the fault is Vietnamese, and tag and paragraph stand as they are."""
    message = refused(word(*BROKEN[name][0])) if name in BROKEN else refused(FILES[name][0]())
    told = technical(f"template mau.docx: {message}")
    assert told.startswith("mẫu mau.docx: ")
    assert "template" not in told
    assert not re.search(r"\b(paragraph|nothing|named|which|file is|document is|closed|has a|more than)\b", told)
    assert re.findall("“.*?”", told) == re.findall("“.*?”", message)
