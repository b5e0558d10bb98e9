"""Commands that tell what stands: status, items, explain, score, calibrate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newswatch.cli.context import Context, json_option, month_of, show, show_json, unit_option

if TYPE_CHECKING:
    from newswatch.core.count.statement import MonthStatement, YearStatement
    from newswatch.core.months import Month

_year_option = click.option("--year", type=click.IntRange(1990, 2100), metavar="Y", help="The year [default: the present one].")
_month_option = click.option("--month", "month_text", metavar="Y-M", help="One month, as 2026-03.")


@click.command()
@_year_option
@unit_option
@json_option
@click.pass_obj
def status(ctx: Context, year: int | None, unit_id: str | None, as_json: bool) -> None:
    """Show the year so far, and how the last look at each source went."""
    from datetime import timedelta

    from newswatch.report import json_shapes
    from newswatch.report.terminal import outbox, tables
    from newswatch.store import bulletins, deliveries, reads
    from newswatch.store.store import enroll

    told = []
    with ctx.store() as store:
        for unit in ctx.units(unit_id):
            statement = reads.state(store, ctx.settings, unit, year or ctx.this_year(), ctx.now())
            row = enroll(store, ctx.settings.units)[unit.id, ""]
            polls, bad = reads.last_polls(store, row), bulletins.bad_rows(store, row, ctx.now() - timedelta(days=60))
            if as_json:
                told.append(json_shapes.score(unit, statement) | {"sources": polls})
            else:
                show(tables.year(unit, statement), "", tables.sources(polls), *tables.bad_rows(bad), "")
        mails = deliveries.summary(store)
    if as_json:
        show_json(told)
    else:
        show(*outbox.lines(mails))


@click.command()
@_year_option
@_month_option
@click.option("--all/--no-other", "everything", default=True, help="With or without what is ruled to be no PAR news.")
@unit_option
@json_option
@click.pass_obj
def items(ctx: Context, year: int | None, month_text: str | None, everything: bool, unit_id: str | None, as_json: bool) -> None:
    """List the items of a year or month, with what stands of each."""
    from newswatch.core.model import Verdict
    from newswatch.report import json_shapes
    from newswatch.report.terminal import tables

    month = month_of(month_text)
    if month:
        lines = list(_of_month(ctx, unit_id, month)[1].lines)
    else:
        statement = _statement(ctx, unit_id, year)
        lines = [line for m in statement.months for line in m.lines] + list(statement.undated)
    chosen = [line for line in lines if everything or line.item.verdict is not Verdict.OTHER]
    if as_json:
        show_json([json_shapes.item(line) for line in chosen])
    else:
        show(tables.items(chosen))


@click.command()
@_month_option
@click.option("--item", "item_id", type=int, metavar="N", help="One item's whole history.")
@unit_option
@json_option
@click.pass_obj
def explain(ctx: Context, month_text: str | None, item_id: int | None, unit_id: str | None, as_json: bool) -> None:
    """Tell how a month came to its count, or all that is known of an item."""
    from newswatch.report import json_shapes
    from newswatch.report.terminal import explain as report
    from newswatch.store import statements
    from newswatch.store.store import enroll

    if (month_text is None) == (item_id is None):
        raise click.UsageError("name either --month or --item")
    if item_id is not None:
        _explain_item(ctx, item_id, as_json)
        return
    month = month_of(month_text)
    assert month is not None
    statement, found = _of_month(ctx, unit_id, month)
    with ctx.store() as store:
        unit_row = enroll(store, ctx.settings.units)[ctx.settings.unit(unit_id).id, ""]
        stated = [(row, statements.causes(row)) for row in statements.revisions(store, unit_row, str(month))]
    if as_json:
        revisions = [json_shapes.revision(row, causes) for row, causes in stated]
        show_json(json_shapes.month(found) | {"items": [json_shapes.item(line) for line in found.lines], "revisions": revisions})
    else:
        show(*report.month(statement, found), *report.revisions(stated))


@click.command()
@_year_option
@click.option("--official", is_flag=True, help="Refuse (exit 2) a score that can't be called official, and say why.")
@unit_option
@json_option
@click.pass_obj
def score(ctx: Context, year: int | None, official: bool, unit_id: str | None, as_json: bool) -> None:
    """Work out the score of criterion 1.3.3 for a year, with what each reading would give."""
    from newswatch.errors import InputError
    from newswatch.report import json_shapes
    from newswatch.report.terminal import tables

    unit = ctx.settings.unit(unit_id)
    statement = _statement(ctx, unit_id, year)
    if official and statement.provisional:
        raise InputError(f"no official score for {statement.year}: {statement.provisional}")
    if as_json:
        show_json(json_shapes.score(unit, statement))
    else:
        show(tables.year(unit, statement), "", tables.readings(statement))


@click.command()
@click.argument("history", type=click.Path(exists=True, dir_okay=False))
@click.option("--rule", "rule_name", metavar="NAME", help="A shipped rule or a rule file [default: the unit's rule in force then].")
@unit_option
@json_option
@click.pass_obj
def calibrate(ctx: Context, history: str, rule_name: str | None, unit_id: str | None, as_json: bool) -> None:
    """Find which readings explain past scores.

    HISTORY is a TOML file with a [[years]] table for each year: year = 2019, awarded = 1.5, counts = [4, 5, …] (January to December, both
    channels together) and, if known, portal = […] and loudspeaker = […].
    """
    from pathlib import Path

    from newswatch.config import load_rule, read_toml
    from newswatch.core.quota.calibrate import calibrate as fit
    from newswatch.core.quota.past_years import past_years
    from newswatch.report.vi.terms import READINGS, SCOPES

    years = past_years(read_toml(Path(history)), history)
    rule = load_rule(rule_name, Path.cwd()) if rule_name else ctx.settings.unit(unit_id).rule_for(max(years))
    fits = fit(rule, list(years.values()))
    if as_json:
        show_json([{"reading": str(f.reading), "scope": str(f.scope), "evidenced": f.evidenced} for f in fits])
    elif fits:
        show(
            f"Các cách tính cho đúng điểm đã chấm ({', '.join(map(str, years))}):",
            *(f"  {READINGS[f.reading]} · {SCOPES[f.scope]}" for f in fits),
        )
    else:
        show("Không cách tính nào cho đúng điểm đã chấm.")


def _explain_item(ctx: Context, item_id: int, as_json: bool) -> None:
    from newswatch.report.terminal import explain as report
    from newswatch.store import reads

    with ctx.store() as store:
        trace = reads.history(store, item_id)
        if as_json:
            show_json(trace)
            return
        unit = ctx.settings.unit(trace["item"][0]["unit"])
        line = reads.line_of(store, ctx.settings, unit, item_id, ctx.now())
    show(*report.item(trace, line))


def _statement(ctx: Context, unit_id: str | None, year: int | None) -> YearStatement:
    from newswatch.store import reads

    with ctx.store() as store:
        return reads.state(store, ctx.settings, ctx.settings.unit(unit_id), year or ctx.this_year(), ctx.now())


def _of_month(ctx: Context, unit_id: str | None, month: Month) -> tuple[YearStatement, MonthStatement]:
    """A month and the scoring year that counts it, which may begin in the calendar year before."""
    for year in (month.year, month.year + 1):
        statement = _statement(ctx, unit_id, year)
        for found in statement.months:
            if found.month == month:
                return statement, found
    raise click.BadParameter(f"{month} is counted in no scoring year of this unit", param_hint="--month")
