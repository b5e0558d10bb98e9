"""Somebody else's assessment sheet, an .xlsx or .docx, in which one row is filled in. All else of the file stays byte for byte.

bytes → `package` (parts, checked) → `markup` (a tree whose nodes know where they stand) → `workbook` or `document` (tables) → `finding` (the row) →
text put in its place → bytes. XML is never written anew from a tree: that would rename prefixes and lose what the tree does not know.
"""
