"""The office's own assessment sheet: assess fill."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newswatch.cli.context import Context, log, unit_option

if TYPE_CHECKING:
    from datetime import datetime


@click.group()
def assess() -> None:
    """The office's own assessment sheet, in Excel or Word."""


@assess.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(1990, 2100), required=True, metavar="Y", help="The year that is scored.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The last day that counts, while the year isn't over: 2026-10-20."
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="The copy to write; FILE itself stays as it is."
)
@click.option("--provisional", default="", metavar="REASON", help="Why a score that isn't sure is stated; it stands in the explanation.")
@click.option("--code", default="", metavar="CODE", help="The code of the row [default: the rule's criterion].")
@click.option("--table", metavar="NAME", help="The sheet or table, where the code stands in several: a sheet's name, `table 2`.")
@unit_option
@click.pass_obj
def fill(ctx: Context, /, path: Path, out: Path, until: datetime | None, unit_id: str | None, **told: Any) -> None:
    """Fill the self-score of a year, its evidence and explanation into the row of the criterion; all else of the file stays byte for byte."""
    from newswatch.services import assess as service

    units = ctx.units(unit_id)
    if len(units) > 1:
        raise click.UsageError("there are several units; name one with --unit")
    asked = service.Asked(until=until.date() if until else None, **told)
    with ctx.store() as store:
        filled = service.fill(store, units[0], path, out, asked, ctx.now())
    click.echo(f"{out}: {filled.where}")
    for cell, text in filled.put:
        click.echo(f"  {cell}: {text}")
    for kind in filled.without:
        log(f"{out}: no column takes the {kind}; it is not in the sheet")
