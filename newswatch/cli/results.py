"""Commands that tell what stands: status, items, explain."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from newswatch.cli.context import Context, json_option, log, log_fault, month_named, month_of, show, show_json, together, unit_option

if TYPE_CHECKING:
    from newswatch.config import Unit
    from newswatch.core.months import Month
    from newswatch.services.statements import Explained
    from newswatch.services.status import Status
    from newswatch.store.store import Store

_year_option = click.option("--year", type=click.IntRange(1990, 2100), metavar="Y", help="The year [default: the present one].")
_month_option = click.option("--month", "month_text", metavar="Y-M", help="One month, as 2026-03.")


@click.command()
@_year_option
@click.option("--full", is_flag=True, help="The whole of each unit; without it several units are a line each.")
@unit_option
@json_option
@click.pass_obj
def status(ctx: Context, year: int | None, full: bool, unit_id: str | None, as_json: bool) -> None:
    """Show the year so far, and how the last look at each source went. Exit code 3: a unit could not be told of."""
    from newswatch.services.status import status as ask

    with ctx.store() as store:
        found = ask(store, ctx.settings, ctx.units(unit_id), year or ctx.this_year(), ctx.now())
    _show_status_json(found) if as_json else _show_status(found, full)
    for fault in found.faults:
        log_fault(fault)
    sys.exit(3 if found.faults else 0)


def _show_status_json(found: Status) -> None:
    from newswatch.report import json_shapes, score_feed

    show_json(
        [
            score_feed.score(one.unit, one.statement)
            | {"sources": [json_shapes.last_poll(p) for p in one.polls], "unread_logs": [asdict(log) for log in one.unread_logs]}
            | {"ledger": asdict(one.ledger)}
            for one in found.units
        ]
    )


def _show_status(found: Status, full: bool) -> None:
    from newswatch.report.terminal import outbox, tables

    if len(found.units) > 1 and not full:
        show(tables.overview([(one.unit, one.statement, one.polls) for one in found.units]), "")
    else:
        for one in found.units:
            show(tables.year(one.unit, one.statement), "", tables.sources(one.polls), *tables.unread_logs(one.unread_logs), "")
    feed = found.feed
    show(*outbox.lines(found.mails), *outbox.fed(feed.waiting, feed.failed, feed.in_doubt, feed.trouble))


@click.command()
@_year_option
@_month_option
@click.option("--all/--no-other", "everything", default=True, help="With or without what is ruled to be no PAR news.")
@click.option("--search", "text", metavar="TEXT", help="Only those with these words in title or lead, typed with marks or without.")
@unit_option
@json_option
@click.pass_obj
def items(
    ctx: Context, year: int | None, month_text: str | None, everything: bool, text: str | None, unit_id: str | None, as_json: bool
) -> None:
    """List the items of a year or month, with what stands of each."""
    from newswatch.core.model import Verdict
    from newswatch.report import json_shapes
    from newswatch.report.terminal import tables
    from newswatch.services import attach, statements

    month, told = month_of(month_text), []
    with ctx.store() as store:
        for unit in ctx.units(unit_id):
            if month:
                statement, found = statements.month_of(store, unit, month, ctx.now())
                lines = found.lines
            else:
                statement = statements.year_of(store, unit, year or ctx.this_year(), ctx.now())
                lines = statement.lines
            wanted = None if text is None else _with_words(store, unit, text)
            shown = (line for line in lines if wanted is None or line.item.id in wanted)
            chosen = [line for line in shown if everything or line.item.verdict is not Verdict.OTHER]
            told.append((unit, statement, chosen, attach.standing(store, unit) if as_json else {}))
    if as_json:
        show_json(
            together(
                [(unit, json_shapes.items(statement, chosen, files)) for unit, statement, chosen, files in told], several=len(told) > 1
            )
        )
        return
    for unit, _, chosen, _ in told:
        show(*([tables.title(unit)] if len(told) > 1 else []), tables.items(chosen))


def _with_words(store: Store, unit: Unit, text: str) -> frozenset[int]:
    from newswatch.services.search import matching

    found, left = matching(store, unit, text)
    if left:
        log(f"{unit.id}: {left} items could not be looked through, since the database can't be written just now; try again in a moment")
    return found


@click.command()
@_month_option
@click.option("--item", "item_id", type=int, metavar="N", help="One item's whole history.")
@click.option("--weights", is_flag=True, help="Show what each phrase weighs in the program's verdict.")
@unit_option
@json_option
@click.pass_obj
def explain(ctx: Context, month_text: str | None, item_id: int | None, weights: bool, unit_id: str | None, as_json: bool) -> None:
    """Tell how a month came to its count, or all that is known of an item."""
    if item_id is not None and month_text is None:
        _explain_item(ctx, item_id, as_json, weights)
    elif month_text is not None and item_id is None:
        _explain_month(ctx, month_named(month_text), unit_id, as_json, weights)
    else:
        raise click.UsageError("name either --month or --item")


def _explain_month(ctx: Context, month: Month, unit_id: str | None, as_json: bool, weights: bool) -> None:
    from newswatch.report.terminal import tables
    from newswatch.services.statements import explained

    chosen = ctx.units(unit_id)
    with ctx.store() as store:
        told = [(unit, *_month_explained(unit, explained(store, unit, month, ctx.now()), as_json, weights)) for unit in chosen]
    if as_json:
        show_json(together([(unit, shape) for unit, shape, _ in told], several=len(chosen) > 1))
        return
    for unit, _, lines in told:
        show(*([tables.title(unit)] if len(chosen) > 1 else []), *lines)


def _month_explained(unit: Unit, told: Explained, as_json: bool, weights: bool) -> tuple[dict[str, Any], list[Any]]:
    """What is told of one unit's month: as JSON, or as lines."""
    from newswatch.report import json_shapes, score_feed
    from newswatch.report.terminal import explain as report

    if not as_json:
        lines = report.month(told.year, told.month, told.proofs, weights=weights, watched=unit.watched)
        return {}, [*lines, *report.revisions(told.stated, told.signed)]
    revisions = [json_shapes.revision(row, causes) for row, causes in told.stated]
    proved = [json_shapes.watched(source) for source in told.proofs]
    items = json_shapes.items(told.year, told.month.lines)
    signed = [one.shape for one in told.signed]
    return score_feed.month(told.month) | {"proofs": proved, "items": items, "revisions": revisions, "signatures": signed}, []


def _explain_item(ctx: Context, item_id: int, as_json: bool, weights: bool) -> None:
    from newswatch.report.terminal import explain as report
    from newswatch.services import attach, statements

    with ctx.store() as store:
        trace = statements.history_of(store, item_id) | attach.evidence_of(store, item_id)
        if as_json:
            show_json(trace)
            return
        unit = ctx.settings.unit(trace["item"][0]["unit"])
        line = statements.line_of(store, unit, item_id, ctx.now())
    show(*report.item(trace, line, weights=weights))
