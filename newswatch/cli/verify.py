"""The command that proves the record: verify."""

from __future__ import annotations

import sys

import click

from newswatch.cli.context import Context, json_option, show, show_json


@click.command()
@click.option(
    "--head", metavar="HEX", help="Tell where a head stood that stands in a mail, a workbook or a document; eight digits are enough."
)
@click.option(
    "--unit", "unit_id", metavar="ID", help="The chain of one unit, and the pages its items cite. [default: all that the database knows]"
)
@json_option
@click.pass_obj
def verify(ctx: Context, head: str | None, unit_id: str | None, as_json: bool) -> None:
    """Prove that the record is what was written: walk each unit's ledger and hold kept pages and files against their digests.

    Exit code 3: something is broken, and named; or the head is in no ledger.
    """
    from newswatch.report import json_shapes
    from newswatch.report.vi import ledger as report
    from newswatch.services import ledger

    with ctx.store() as store:
        found = ledger.verify(store, unit_id)
        stood = ledger.find(store, head, found) if head is not None else None
    if as_json:
        show_json(json_shapes.verified(found) | ({} if stood is None else {"stood": [json_shapes.stood(one) for one in stood]}))
    else:
        show(*report.verified(found), *([] if stood is None else report.stood(head or "", stood)))
    sys.exit(0 if found.whole and stood != [] else 3)
