"""The score of a year, for people, for tables and for other systems."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from newswatch.cli.context import Context, json_option, log_fault, show, show_json, together, unit_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswatch.config import Unit
    from newswatch.services.merging import Merged

Told = list[tuple["Unit", "Merged"]]


@click.command()
@click.option("--year", type=click.IntRange(1990, 2100), metavar="Y", help="The year [default: the present one].")
@click.option("--official", is_flag=True, help="Refuse (exit 2) a score that can't be called official, and say why.")
@click.option(
    "--merge",
    type=click.Choice(["new_only", "sum", "by_unit"]),
    default="new_only",
    show_default=True,
    help="In the year in which a unit was formed of others: it alone, with the sum of their months before it, or each beside it.",
)
@unit_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV for Excel: a row a month.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of what --json prints, and nothing else.")
@click.pass_obj
def score(
    ctx: Context, year: int | None, official: bool, merge: str, unit_id: str | None, as_json: bool, as_csv: bool, schema: bool
) -> None:
    """Work out the score of criterion 1.3.3 for a year, with what each reading would give. Exit code 3: it can't be worked out."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two forms of one thing; ask for one of them")
    if schema:
        from newswatch.config import score_schema

        click.echo(score_schema(), nl=False)
        return
    chosen = ctx.units(unit_id)
    told = _told(ctx, chosen, year or ctx.this_year(), merge)
    if official:
        _refuse_provisional(told)
    if as_json or as_csv:
        _show_feed(told, as_csv=as_csv, several=len(chosen) > 1)
    else:
        for unit, merged in told:
            _show(unit, merged)
    sys.exit(3 if len(told) < len(chosen) else 0)


def _told(ctx: Context, chosen: Sequence[Unit], year: int, merge: str) -> Told:
    """The score of each unit that can be told of; faults nobody foresaw are logged, each of one unit."""
    from newswatch.core.count.merging import Merge
    from newswatch.services.faults import Fault, attempt
    from newswatch.services.merging import merged_year

    how, now = Merge(merge), ctx.now()
    with ctx.store() as store:
        found = [(u, attempt(f"unit {u.id}", partial(merged_year, store, ctx.settings, u, year, now, how))) for u in chosen]
        for fault in (one for _, one in found if isinstance(one, Fault)):
            store.blame(fault.error)
            log_fault(fault)
    return [(unit, merged) for unit, merged in found if not isinstance(merged, Fault)]


def _refuse_provisional(told: Told) -> None:
    from newswatch.errors import InputError

    for _, merged in told:
        if merged.statement.provisional:
            raise InputError(f"no official score for {merged.statement.year}: {merged.statement.provisional}")


def _show_feed(told: Told, *, as_csv: bool, several: bool) -> None:
    from newswatch.report import score_feed

    shapes = [(unit, score_feed.merged(unit, one.statement, one.before, one.summed)) for unit, one in told]
    if as_csv:
        click.echo(score_feed.as_csv([shape for _, shape in shapes]), nl=False)
    elif shapes:
        show_json(together(shapes, several=several))


def _show(unit: Unit, merged: Merged) -> None:
    from newswatch.report.terminal import tables
    from newswatch.report.vi import merging

    show(tables.year(unit, merged.statement), *merging.summed(merged.summed), "", tables.readings(merged.statement))
    for one, statement in merged.before:
        show("", merging.BEFORE, tables.year(one, statement))
