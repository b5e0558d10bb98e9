"""Text put into paragraphs and cells of Word, in the format that stands there."""

from newswatch.report.sheets.markup import Node, Part, content
from newswatch.report.sheets.word_tables import below

_TEXT = ("w:r", "w:ins", "w:moveTo", "w:hyperlink", "w:smartTag", "w:fldSimple", "w:customXml")
_NOTES = ("w:commentReference", "w:footnoteReference", "w:endnoteReference")
_MARKS_OF_CHANGE = ("w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange", "w:pPrChange", "w:sectPr")


def write_paragraph(part: Part, paragraph: Node, text: str) -> None:
    """Puts a text in place of a paragraph's own; its format, bookmarks, comments and deleted text stay."""
    made = run(paragraph, look(part, paragraph), text)
    if paragraph.inside == paragraph.end:
        fill_in(part, paragraph, made)
        return
    properties = paragraph.first("w:pPr")
    at = properties.end if properties else paragraph.inside
    part.put(at, at, made)
    for child in paragraph.children:
        if child.name in _TEXT and not any(node.name in _NOTES for node in child.walk()):
            part.put(child.start, child.end, "")


def write_control(part: Part, control: Node, text: str) -> None:
    """Puts a text in place of what a control among the text of a paragraph holds."""
    held = control.first("w:sdtContent")
    assert held, "`word_controls.inside` gives no other"
    fill_in(part, held, run(held, _first_look(part, held), text))


def add_paragraph(part: Part, after: Node, like: Node, text: str) -> None:
    """Puts a paragraph behind an element, in the format of another paragraph."""
    prefix = _prefix(like)
    made = run(like, look(part, like), text)
    part.put(after.end, after.end, f"<{prefix}p>{_clean(part, like.first('w:pPr'))}{made}</{prefix}p>")


def add_first_paragraph(part: Part, cell: Node, text: str) -> None:
    """Puts a paragraph into a cell that has none."""
    made = f"<{_prefix(cell)}p>{run(cell, '', text)}</{_prefix(cell)}p>"
    if cell.inside == cell.end:
        fill_in(part, cell, made)
    else:
        part.put(cell.ending, cell.ending, made)


def run(near: Node, format_of: str, text: str) -> str:
    """A run with a text, lines as lines."""
    prefix = _prefix(near)
    lines = f"<{prefix}br/>".join(f'<{prefix}t xml:space="preserve">{content(line)}</{prefix}t>' for line in text.split("\n"))
    return f"<{prefix}r>{format_of}{lines}</{prefix}r>"


def look(part: Part, paragraph: Node) -> str:
    """How the text of a paragraph is set: as its first run, else as the mark at its end."""
    properties = paragraph.first("w:pPr")
    return _first_look(part, paragraph) or _clean(part, properties.first("w:rPr") if properties else None)


def fill_in(part: Part, node: Node, inside: str) -> None:
    """Puts content into an element in place of what it held, also into one that is one empty tag."""
    if node.inside == node.end:
        tag = part.text[node.start : node.inside].decode().removesuffix("/>").rstrip()
        part.put(node.start, node.end, f"{tag}>{inside}</{tag[1:].split(maxsplit=1)[0]}>")
    else:
        part.put(node.inside, node.ending, inside)


def _first_look(part: Part, node: Node) -> str:
    found = [properties for one in below(node, "w:r") if (properties := one.first("w:rPr"))]
    own = [properties for properties in found if not any("laceholder" in child.get("w:val") for child in properties.all("w:rStyle"))]
    return _clean(part, own[0] if own else None)


def _clean(part: Part, properties: Node | None) -> str:
    """Properties as they stand, without marks of tracked changes and of sections."""
    if properties is None:
        return ""
    gone = [node for child in properties.children for node in ([child] if child.name != "w:rPr" else child.children)]
    text, at = part.text[properties.start : properties.end], properties.start
    for node in reversed([node for node in gone if node.name in _MARKS_OF_CHANGE]):
        text = text[: node.start - at] + text[node.end - at :]
    return text.decode()


def _prefix(node: Node) -> str:
    return f"{node.prefix}:" if node.prefix else ""
