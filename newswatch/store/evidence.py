"""What evidence is kept of items: captures whose bytes are there, pictures, attached files, what was read out as the log has it."""

from newswatch.core.record.files import EvidenceKind, FileKind
from newswatch.store.store import Store

_ATTACHED = {
    FileKind.AUDIO: EvidenceKind.AUDIO,
    FileKind.SCRIPT: EvidenceKind.SCRIPT,
    FileKind.LOG_PAGE: EvidenceKind.LOG_PAGE,
    FileKind.DECISION: EvidenceKind.DECISION,
    FileKind.SCREENSHOT: EvidenceKind.PICTURE,
    FileKind.PAPER: EvidenceKind.PAPER,
}
_KEPT = f"""
    SELECT DISTINCT o.item_id, '{EvidenceKind.CAPTURE}' AS kind FROM items i CROSS JOIN observations o ON o.item_id = i.id
        JOIN captures c ON c.sha256 = o.capture WHERE i.unit_id = ?1 AND length(c.body) > 0
    UNION SELECT p.item_id, '{EvidenceKind.PICTURE}' FROM items i CROSS JOIN page_copies p ON p.item_id = i.id WHERE i.unit_id = ?1
    UNION SELECT b.item_id, '{EvidenceKind.SCRIPT}' FROM items i CROSS JOIN bulletins b ON b.item_id = i.id
        WHERE i.unit_id = ?1 AND trim(b.script) <> ''
"""
_FILES = """
    SELECT DISTINCT a.item_id, a.kind FROM items i CROSS JOIN attachments a ON a.item_id = i.id
    WHERE i.unit_id = ? AND NOT EXISTS (SELECT 1 FROM file_voids v WHERE v.attachment_id = a.id)
"""


def of_unit(store: Store, unit_row: int) -> dict[int, frozenset[EvidenceKind]]:
    """The kinds of evidence that are kept of each item of a unit, by its id. Whether a file is still whole on the disk is not looked at."""
    found: dict[int, set[EvidenceKind]] = {}
    for row in store.rows(_KEPT, unit_row):
        found.setdefault(row["item_id"], set()).add(EvidenceKind(row["kind"]))
    for row in store.rows(_FILES, unit_row):
        found.setdefault(row["item_id"], set()).add(_ATTACHED[FileKind(row["kind"])])
    return {item: frozenset(kinds) for item, kinds in found.items()}
