"""The command that tells of all units in one table: units."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newswatch.cli.context import Context, json_option, log_fault, month_of, show_json

if TYPE_CHECKING:
    from newswatch.services.overview import Overview, Wanted

_SORTS = ("score", "month", "year", "name", "province", "trend", "last-good", "waiting")
_STATES = ("met", "short", "unknown", "open")


@click.command()
@click.option("--year", type=click.IntRange(1990, 2100), metavar="Y", help="The year [default: the present one].")
@click.option("--month", "month_text", metavar="Y-M", help="The month told of, as 2026-03 [default: the last one begun].")
@click.option("--sort", type=click.Choice(_SORTS), default="score", show_default=True, help="The order; score, month and year are ranked.")
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--name", metavar="TEXT", default="", help="Units whose names hold this, with or without marks.")
@click.option("--province", metavar="TEXT", default="", help="Units of provinces whose names hold this.")
@click.option("--kind", metavar="KIND", default="", help="Units of a kind: xã, phường, thị trấn, đặc khu.")
@click.option("--state", type=click.Choice(_STATES), help="Units whose month stands so.")
@click.option("--waiting", is_flag=True, help="Units with items that wait for a person.")
@click.option(
    "--unread", "unread_days", type=click.IntRange(0), metavar="DAYS", help="Units with a required source not read well for so long."
)
@click.option("--top", type=click.IntRange(1), metavar="N", help="The first N lines.")
@click.option("--xlsx", "book_path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a workbook.")
@json_option
@click.pass_obj
def units(ctx: Context, /, year: int | None, book_path: Path | None, as_json: bool, **words: object) -> None:
    """Show all units in one table: month, year, score with range, trend, what waits, the last good look. Exit code 3: a unit could not be told of."""
    from newswatch.services.overview import overview, year_with

    wanted = _wanted(**words)  # type: ignore[arg-type]
    asked = year or (year_with(ctx.settings.units, wanted.month) if wanted.month else ctx.this_year())
    with ctx.store() as store:
        found = overview(store, ctx.settings.units, asked, wanted, ctx.now())
    _show(found, wanted.sort, book_path, as_json)
    for fault in found.faults:
        log_fault(fault)
    sys.exit(3 if found.faults else 0)


def _wanted(
    *,
    month_text: str | None,
    sort: str,
    reverse: bool,
    name: str,
    province: str,
    kind: str,
    state: str | None,
    waiting: bool,
    unread_days: int | None,
    top: int | None,
) -> Wanted:
    from newswatch.core.count.statement import State
    from newswatch.services.overview import Sort, Wanted

    asked = State(state) if state else None
    return Wanted(month_of(month_text), Sort(sort), reverse, name, province, _kind_of(kind), asked, waiting, unread_days, top)


def _kind_of(text: str) -> str:
    """The kind of unit that a text names, with or without marks."""
    from newswatch.config.settings import KINDS
    from newswatch.core.text import bare

    if text and (bare(text) not in map(bare, KINDS)):
        raise click.BadParameter(f"{text!r} is no kind of unit: name one of {', '.join(KINDS)}", param_hint="--kind")
    return next((kind for kind in KINDS if bare(kind) == bare(text)), "")


def _show(found: Overview, sort: str, book_path: Path | None, as_json: bool) -> None:
    from newswatch.report.overview import said

    notes = said.notes(found.lines, found.among, found.rules, by=sort)
    if book_path:
        from newswatch.report.overview.book import book

        book_path.write_bytes(book(found.lines, said.month(found.month), notes))
    if as_json:
        from newswatch.report.overview.shape import shape

        show_json(shape(found.lines, found.year, found.month, found.as_of))
    elif book_path is None:
        from newswatch.report.overview.text import lines

        click.echo("\n".join((*lines(found.lines, said.month(found.month)), "", *notes)))
