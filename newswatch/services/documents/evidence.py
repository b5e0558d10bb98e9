"""Which items that count lack evidence: a portal item needs its page as received, a broadcast a recording or its script."""

from collections.abc import Sequence

from newswatch.core.count.reasons import Line
from newswatch.core.model import Channel
from newswatch.core.record.files import FileKind
from newswatch.report.vi.vouchers import NO_PAGE, NO_RECORDING
from newswatch.store import bulletins, captures, files
from newswatch.store.store import Store

_HEARD = (FileKind.AUDIO, FileKind.SCRIPT)


def lacking(store: Store, unit_row: int, lines: Sequence[Line]) -> dict[int, str]:
    """What each item lacks, in words; an item with all its evidence is left out."""
    shown: dict[int, set[str]] = {}
    for row in files.of_unit(store, unit_row):
        if not row["voided_at"]:
            shown.setdefault(row["item_id"], set()).add(row["kind"])
    scripts = bulletins.with_script(store, unit_row)
    found: dict[int, str] = {}
    for line in lines:
        id_ = line.item.id
        if line.item.channel is Channel.PORTAL:
            if captures.behind(store, id_) is None:
                found[id_] = NO_PAGE
        elif id_ not in scripts and not shown.get(id_, set()) & set(_HEARD):
            found[id_] = NO_RECORDING
    return found
