"""The command through which people decide: review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from newswatch.cli.context import Context, json_option, log, show, show_json, together, unit_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswatch.config import Unit
    from newswatch.core.model import Decision
    from newswatch.store.store import Store


_SETTLED = ("day", "not_in", "dead_link", "same_as", "own_story", "origin", "item_type", "domain")


@click.command()
@click.option("--accept", "accepted", type=int, multiple=True, metavar="N", help="Item N is PAR news; may be given several times.")
@click.option("--reject", "rejected", type=int, multiple=True, metavar="N", help="Item N is no PAR news; may be given several times.")
@click.option("--settle", "settled", type=int, multiple=True, metavar="N", help="Settle only the date, origin, type or story of item N.")
@click.option("--date", "day", metavar="DAY", help="The day it was published, as 2026-03-05.")
@click.option(
    "--not-in",
    "not_in",
    multiple=True,
    metavar="MONTH",
    help="It was not published in this month (2026-03) or year (2026); may be repeated.",
)
@click.option("--dead-link", is_flag=True, help="Its article can't be read any more: it doesn't count, unless accepted by its title.")
@click.option("--same-as", type=int, metavar="M", help="It tells the same story as item M.")
@click.option("--own-story", is_flag=True, help="It is a story of its own, whatever it looks like.")
@click.option("--origin", type=click.Choice(["own", "retold", "relay", "repost", "rebroadcast"]), help="Who made it.")
@click.option("--type", "item_type", type=click.Choice(["tin", "bai", "notice", "document", "skit"]), help="What kind of item it is.")
@click.option("--domain", metavar="DOMAIN", help="The field of PAR, such as procedures.")
@click.option("--withdraw", "withdrawn", type=int, metavar="N", help="Withdraw decision N (`newswatch explain --item` shows its number).")
@click.option("--by", metavar="NAME", help="Who decides or withdraws; needed with either.")
@click.option("--because", metavar="TEXT", help="Why; needed with either.")
@unit_option
@json_option
@click.pass_obj
def review(ctx: Context, /, unit_id: str | None, as_json: bool, **choice: Any) -> None:
    """List what awaits a person, record a person's decision, which outranks every ruling of the program, or withdraw one."""
    from newswatch.services.review import decide

    if not any(choice.values()):
        with ctx.store(in_person=True) as store:
            _list_awaiting(ctx, store, ctx.units(unit_id), as_json)
        return
    unit = ctx.settings.unit(unit_id)
    decisions = _decisions(ctx, choice, unit)
    if choice["withdrawn"] is not None:
        _withdraw(ctx, unit, choice, decisions, as_json)
        return
    with ctx.store(in_person=True) as store:
        if not decisions:
            raise click.UsageError("name the item with --accept, --reject or --settle")
        recorded = decide(store, unit, decisions, ctx.now())
    if as_json:
        show_json({"recorded": len(recorded), "decisions": recorded})
    else:
        made = ", ".join(f"decision {n} (item {decision.item_id})" for n, decision in zip(recorded, decisions, strict=True))
        log(f"recorded: {made}; `newswatch review --withdraw {recorded[0]}` withdraws {'it' if len(recorded) == 1 else 'the first'}")


def _withdraw(ctx: Context, unit: Unit, choice: dict[str, Any], decisions: list[Decision], as_json: bool) -> None:
    from newswatch.services.review import withdraw

    if decisions:
        raise click.UsageError("withdraw a decision and make one in two commands")
    number = choice["withdrawn"]
    with ctx.store() as store:
        withdraw(store, unit, number, choice["by"] or "", choice["because"] or "", ctx.now())
    if as_json:
        show_json({"withdrawn": number})
    else:
        log(f"withdrawn: decision {number}")


def _decisions(ctx: Context, choice: dict[str, Any], unit: Unit) -> list[Decision]:
    from newswatch.core.model import Verdict
    from newswatch.core.months import local_day
    from newswatch.services.choices import Choice, decisions_of

    verdicts: dict[str, Verdict | None] = {"accepted": Verdict.PAR, "rejected": Verdict.OTHER, "settled": None}
    chosen = [(n, verdict) for key, verdict in verdicts.items() for n in choice[key]]
    if not chosen and any(choice[key] for key in _SETTLED):
        raise click.UsageError("name the item with --accept, --reject or --settle")
    plain: dict[str, Any] = {name: choice[name] for name in ("not_in", "dead_link", "same_as", "own_story")}
    typed: dict[str, Any] = {name: choice[name] or "" for name in ("day", "origin", "item_type", "domain")}
    asked = [Choice(n, verdict, **plain, **typed) for n, verdict in chosen]
    return decisions_of(unit, asked, choice["by"] or "", choice["because"] or "", local_day(ctx.now()))


def _list_awaiting(ctx: Context, store: Store, units: Sequence[Unit], as_json: bool) -> None:
    """What awaits a person in each unit; of several, those where nothing does are left out of the tables."""
    from newswatch.report import json_shapes
    from newswatch.report.terminal import settling, tables
    from newswatch.services.statements import awaiting

    told = [(unit, awaiting(store, unit, ctx.now())) for unit in units]
    if as_json:
        show_json(together([(unit, [json_shapes.settling(one) for one in found]) for unit, found in told], several=len(told) > 1))
        return
    waiting = [(unit, found) for unit, found in told if found]
    for unit, found in waiting:
        show(*([tables.title(unit)] if len(told) > 1 else []), settling.listing(found), "", *settling.addresses(found), "")
    show(*(settling.HOW if waiting else ["Không có mục nào chờ xét."]))
