"""Formulas of a Word table: fields that begin with `=`, such as `=SUM(ABOVE)`."""

from collections.abc import Iterable

from newswatch.report.sheets.markup import Node, Part


def has_formula(cell: Node) -> bool:
    """Does a cell hold a formula?"""
    return any(_is_formula(node.get("w:instr")) for node in cell.walk() if node.name == "w:fldSimple") or any(
        field.formula for field in _fields(cell)
    )


def drop_totals(part: Part, table: Node) -> None:
    """Takes off what the formulas of a table showed, and has Word work them out when the document is opened."""
    for node in table.walk():
        if node.name == "w:fldSimple" and _is_formula(node.get("w:instr")):
            _mark(part, node, node.walk())
    for field in _fields(table):
        if field.formula:
            _mark(part, field.begin, field.result)


class _Field:
    """A field of several runs: the mark it begins with, its instruction, and the texts of its result."""

    def __init__(self, begin: Node) -> None:
        self.begin, self.instruction, self.separated = begin, "", False
        self.result: list[Node] = []

    @property
    def formula(self) -> bool:
        return _is_formula(self.instruction)


def _fields(within: Node) -> list[_Field]:
    """The fields of a table or cell, those within others too."""
    found: list[_Field] = []
    begun: list[_Field] = []
    for node in within.walk():
        kind = node.get("w:fldCharType")
        if kind == "begin":
            begun.append(_Field(node))
            found.append(begun[-1])
        elif kind == "separate" and begun:
            begun[-1].separated = True
        elif kind == "end" and begun:
            begun.pop()
        elif begun and node.name == "w:instrText":
            begun[-1].instruction += node.text
        elif begun and node.name == "w:t" and begun[-1].separated:
            begun[-1].result.append(node)
    return found


def _is_formula(instruction: str) -> bool:
    return instruction.lstrip().startswith("=")


def _mark(part: Part, node: Node, texts: Iterable[Node]) -> None:
    part.retag(node, {f"{node.prefix}:dirty" if node.prefix else "dirty": "true"})
    for one in texts:
        if one.name == "w:t" and one.ending > one.inside:
            part.put(one.inside, one.ending, "")
