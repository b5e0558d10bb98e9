"""Content controls of a Word document that stand around what is to be filled in."""

from collections.abc import Iterator

from newswatch.errors import InputError
from newswatch.report.sheets.markup import Node, Part
from newswatch.report.sheets.word_tables import placeholder

_LOCKED = ("contentLocked", "sdtContentLocked")
_OTHER_KINDS = ("dropDownList", "date", "checkbox", "picture", "citation", "bibliography", "equation", "docPartList", "docPartObj")


def around(node: Node) -> Iterator[Node]:
    """The controls a node stands in, up to its row."""
    while node.parent and node.parent.name != "w:tr":
        node = node.parent
        if node.name == "w:sdt":
            yield node


def inside(paragraph: Node) -> Node | None:
    """The first control among the text of a paragraph."""
    return next((node for node in paragraph.walk() if node.name == "w:sdt" and node.first("w:sdtContent")), None)


def settle(part: Part, control: Node, where: str) -> None:
    """Makes a control hold text instead of its placeholder. Raises InputError: it is locked, bound to data, or holds no free text."""
    properties = control.first("w:sdtPr")
    for one in properties.children if properties else ():
        kind = one.name.partition(":")[2]
        if one.name == "w:lock" and one.get("w:val") in _LOCKED:
            raise InputError(
                f"{where}: a cell to be filled in is a locked content control; unlock it (Developer, Properties), and save the file"
            )
        if kind == "dataBinding" or kind in _OTHER_KINDS:
            raise InputError(
                f"{where}: a cell to be filled in is a content control for no free text ({kind}); remove the control, and save the file"
            )
    if mark := placeholder(control):
        part.put(mark.start, mark.end, "")
