"""The evidence pack of a period: evidence pack, evidence verify."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newswatch.cli.context import Context, json_option, show, show_json, unit_option


@click.group()
def evidence() -> None:
    """The evidence of a period as a pack that a stranger can check with foreign tools."""


@evidence.command()
@click.option("--year", type=click.IntRange(1990, 2100), required=True, metavar="Y", help="The year.")
@click.option("--month", type=click.IntRange(1, 12), metavar="M", help="One month of it, 1 to 12.")
@click.option("--quarter", type=click.IntRange(1, 4), metavar="Q", help="One quarter of it, 1 to 4.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="DIR|FILE.zip", help="The folder to make, or the archive to write."
)
@unit_option
@json_option
@click.pass_obj
def pack(ctx: Context, year: int, month: int | None, quarter: int | None, out: Path, unit_id: str | None, as_json: bool) -> None:
    """Make the pack of a period: a BagIt bag with a web archive of the pages, files, log files, list, report, rule, ledger extract and an index.

    It is there whole and verified, or not at all. What is missing of an item stands in the index.
    """
    from newswatch.core.periods import Period
    from newswatch.report.vi import packs as words
    from newswatch.services.evidence import making

    units = ctx.units(unit_id)
    if len(units) > 1:
        raise click.UsageError("there are several units; name one with --unit")
    if month and quarter:
        raise click.UsageError("name a month or a quarter, not both")
    part = f"-{month:02d}" if month else f"-Q{quarter}" if quarter else ""
    with ctx.store() as store:
        made = making.make(store, ctx.settings, making.Asked(units[0], Period.parse(f"{year}{part}")), out, ctx.now())
    if as_json:
        show_json(
            {
                "path": str(made.path),
                "files": made.files,
                "size": made.size,
                "rows": made.rows,
                "incomplete": made.incomplete,
                "head": made.head,
            }
        )
    else:
        show(words.made(str(made.path), made.files, made.size, made.rows, made.incomplete, made.head))


@evidence.command()
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option(
    "--head", default="", metavar="HEX", help="Tell where a head stood that stands in a mail, list or document; eight digits are enough."
)
@json_option
def verify(path: Path, head: str, as_json: bool) -> None:
    """Verify a pack, a folder or a ZIP archive; needs neither database nor configuration, writes and unpacks nothing.

    Exit code 3: something is wrong, and named; or the head is not in the pack's ledger.
    """
    from newswatch.report.evidence import shape
    from newswatch.report.vi import packs as words
    from newswatch.services.evidence import verifying

    found = verifying.verify(path, head)
    if as_json:
        show_json(shape.checked(found))
    else:
        show(*words.checked(found))
    sys.exit(0 if found.whole and bool(found.stood) == bool(head) else 3)
