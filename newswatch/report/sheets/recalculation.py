"""Makes a workbook be worked out anew when it is opened."""

from newswatch.report.sheets.markup import Part

_BEFORE = (
    *("x:fileVersion", "x:fileSharing", "x:workbookPr", "x:workbookProtection", "x:bookViews", "x:sheets", "x:functionGroups"),
    *("x:externalReferences", "x:definedNames"),
)
"""What stands before `calcPr` in a workbook (ECMA-376, CT_Workbook)."""


def recalculate(main: Part) -> None:
    """Sets the flag by which Excel works everything out; takes manual calculation back, with which a value that was dropped shows as 0."""
    root = main.root
    if found := root.first("x:calcPr"):
        manual = {"calcMode": None} if found.get("calcMode") == "manual" else {}
        main.retag(found, {"fullCalcOnLoad": "1", **manual})
        return
    at = max(node.end for node in root.children if node.name in _BEFORE)
    prefix = f"{root.prefix}:" if root.prefix else ""
    main.put(at, at, f'<{prefix}calcPr fullCalcOnLoad="1"/>')
