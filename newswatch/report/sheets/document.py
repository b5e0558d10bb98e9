"""A Word document: its tables, and the row of a criterion filled in."""

from newswatch.errors import InputError
from newswatch.report.sheets import word_controls, word_writing
from newswatch.report.sheets.filling import Filled, Filling, is_ours
from newswatch.report.sheets.finding import Place
from newswatch.report.sheets.grid import Grid
from newswatch.report.sheets.headings import Kind
from newswatch.report.sheets.markup import Node
from newswatch.report.sheets.package import Package
from newswatch.report.sheets.word_tables import WordTable, below, tables, text_of
from newswatch.report.sheets.word_totals import drop_totals, has_formula
from newswatch.report.sheets.worksheet import is_on


class Document:
    """A .docx or .docm in which a row may be filled in."""

    def __init__(self, package: Package) -> None:
        """Raises InputError: a part is missing or can't be read."""
        self._package, self._part = package, package.part(package.main)
        if self._part.root.name != "w:document":
            raise InputError("the file holds no document that can be filled in; open it in Word and save it as .docx")
        self.tables: list[WordTable] = tables(self._part.root)

    def grids(self) -> list[Grid]:
        """Its tables."""
        return [table.grid for table in self.tables]

    def fill(self, place: Place, given: Filling) -> Filled:
        """The file with the row filled in. Raises InputError: the document is protected, or a cell can't take text."""
        self._refuse_protected()
        table = next(one for one in self.tables if one.grid.name == place.grid.name)
        put = given.texts(place)
        for kind, text in put.items():
            cell = table.cells.get(place.spots[kind])
            if cell is None:
                raise InputError(f"{place.told}: has no cell in the column of the {kind}; add one, and save the file")
            if has_formula(cell):
                raise InputError(f"{place.told}: the cell of the {kind} holds a formula; clear it, and save the file")
            self._put(cell, text, place.told, alone=kind is Kind.SELF)
        drop_totals(self._part, table.node)
        return Filled(self._package.written(), place.told, tuple((str(kind), text) for kind, text in put.items()), given.without(place))

    def _put(self, cell: Node, text: str, where: str, *, alone: bool) -> None:
        """Puts a text into a cell: `alone` in place of what stands there, else after what people wrote, in place of what newswatch put there."""
        paragraphs = list(below(cell, "w:p"))
        if not paragraphs:
            word_writing.add_first_paragraph(self._part, cell, text)
            return
        chosen = next((p for p in paragraphs if is_ours(text_of(p))), None)
        if not alone and chosen is None and text_of(cell):
            word_writing.add_paragraph(self._part, _top(paragraphs[-1], cell), paragraphs[-1], text)
            return
        chosen = chosen or paragraphs[0]
        control = word_controls.inside(chosen)
        for one in (*word_controls.around(chosen), *([control] if control else [])):
            word_controls.settle(self._part, one, where)
        if control:
            word_writing.write_control(self._part, control, text)
        else:
            word_writing.write_paragraph(self._part, chosen, text)
        for other in paragraphs if alone else ():
            if other is not chosen and other.parent is chosen.parent:
                self._part.put(other.start, other.end, "")

    def _refuse_protected(self) -> None:
        named = next((target for kind, target in self._package.related(self._package.main).values() if kind == "settings"), None)
        found = self._package.part(named).root.first("w:documentProtection") if named else None
        if found is not None and is_on(found.get("w:enforcement")):
            raise InputError("the document is protected; take the protection off (Review, Restrict Editing), and save the file")


def _top(node: Node, cell: Node) -> Node:
    """What stands right in the cell and holds the node."""
    while node.parent and node.parent is not cell:
        node = node.parent
    return node
