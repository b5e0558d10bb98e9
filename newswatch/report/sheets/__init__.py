"""Assessment sheets, .xlsx or .docx: somebody else's, in which one row is filled in while all else stays byte for byte; any, read whole; our own.

bytes → `package` (parts, checked) → `markup` (a tree whose nodes know where they stand) → `workbook` or `document` (tables) → `finding` (the row) →
text put in its place → bytes. XML is never written anew from a tree: that would rename prefixes and lose what the tree does not know.

bytes → tables → `reading` (rows, figures, what could not be read). Set of criteria → `fresh`, ranking → `ranked` → `made` → bytes.
"""
