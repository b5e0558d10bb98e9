"""Commands through which people decide and record: review, bulletin."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newswatch.cli.context import Context, json_option, log, show, show_json, unit_option

if TYPE_CHECKING:
    from newswatch.config import Unit
    from newswatch.core.count.judgement import Line
    from newswatch.core.model import Decision
    from newswatch.store.store import Store

_FIELD_OPTIONS = {
    "date": "Day of the airing, such as 05/03/2026.",
    "time": "Time of the airing, such as 05:30 or 17g30.",
    "duration": "Length, such as '3 phút' or 04:10.",
    "title": "Title of the item.",
    "item_type": "tin, bài, thông báo, văn bản or tiểu phẩm.",
    "origin": "tự viết, tiếp âm, phát lại …",
    "summary": "What it says, in short.",
    "script": "The text as read.",
    "author": "Who wrote it.",
    "approver": "Who approved it.",
    "announcer": "Who read it.",
    "speaker_clusters": "Where it was heard.",
    "web_link": "Address of the same item on the portal.",
    "note": "Anything else.",
}


@click.command()
@click.option("--accept", "accepted", type=int, multiple=True, metavar="N", help="Item N is PAR news; may be given several times.")
@click.option("--reject", "rejected", type=int, multiple=True, metavar="N", help="Item N is no PAR news; may be given several times.")
@click.option("--settle", "settled", type=int, multiple=True, metavar="N", help="Settle only the date, origin, type or story of item N.")
@click.option("--date", "day", metavar="DAY", help="The day it was published, as 2026-03-05.")
@click.option("--same-as", type=int, metavar="M", help="It tells the same story as item M.")
@click.option("--own-story", is_flag=True, help="It is a story of its own, whatever it looks like.")
@click.option("--origin", type=click.Choice(["own", "retold", "relay", "repost", "rebroadcast"]), help="Who made it.")
@click.option("--type", "item_type", type=click.Choice(["tin", "bai", "notice", "document", "skit"]), help="What kind of item it is.")
@click.option("--domain", metavar="DOMAIN", help="The field of PAR, such as procedures.")
@click.option("--by", metavar="NAME", help="Who decides; needed with a decision.")
@click.option("--because", metavar="TEXT", help="Why; needed with a decision.")
@unit_option
@json_option
@click.pass_obj
def review(ctx: Context, /, unit_id: str | None, as_json: bool, **choice: Any) -> None:
    """List what awaits a person, or record a person's decision, which outranks every ruling of the program."""
    from newswatch.store import reads
    from newswatch.store.store import enroll

    unit = ctx.settings.unit(unit_id)
    decisions = _decisions(choice)
    with ctx.store() as store:
        if not decisions:
            _list_awaiting(ctx, store, unit, as_json)
            return
        row = enroll(store, ctx.settings.units)[unit.id, ""]
        for decision in decisions:
            reads.decide(store, row, decision, ctx.now())
    if as_json:
        show_json({"recorded": len(decisions)})
    else:
        log(f"recorded: {len(decisions)}")


@click.group()
def bulletin() -> None:
    """Record what the loudspeakers aired: one row is one airing of one item."""


def _field_options(command: Any) -> Any:
    for field, text in reversed(_FIELD_OPTIONS.items()):
        command = click.option(f"--{field.replace('_', '-')}", field, default="", help=text, required=field in ("date", "title"))(command)
    return command


@bulletin.command("add")
@_field_options
@unit_option
@json_option
@click.pass_obj
def bulletin_add(ctx: Context, /, unit_id: str | None, as_json: bool, **fields: str) -> None:
    """Add one bulletin."""
    from newswatch.core.bulletin import RowProblem
    from newswatch.errors import InputError
    from newswatch.services import intake

    unit = ctx.settings.unit(unit_id)
    made = intake.single(fields)
    if isinstance(made, RowProblem):
        raise InputError(f"--{made.column.replace('_', '-')} {made.value!r}: {made.reason}")
    with ctx.store(create=True) as store:
        added = intake.add(store, ctx.settings, unit, [made], ctx.now)
    if as_json:
        show_json({"added": added})
    else:
        click.echo(f"bulletin {added[0]} added" if added else "this airing was recorded before; nothing added")


@bulletin.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@unit_option
@json_option
@click.pass_obj
def bulletin_import(ctx: Context, files: tuple[Path, ...], unit_id: str | None, as_json: bool) -> None:
    """Take in log files (CSV, XLSX, JSON); good rows go in, each bad row is told with its column and reason.

    Exit code 3 if rows or some of several files could not be taken in, 2 if no file could be read.
    """
    from dataclasses import asdict

    from newswatch.services import intake

    unit = ctx.settings.unit(unit_id)
    with ctx.store(create=True) as store:
        results = [intake.read_file(store, ctx.settings, unit, path, ctx.now) for path in files]
    for result in results:
        for problem in filter(None, (result.refused, *result.problems)):
            log(problem)
        if not as_json and not result.refused:
            known = f"{result.added} new, {result.known} known, {result.skipped} rows that are no bulletins"
            what = "taken in before" if result.before else known
            click.echo(f"{result.file}: {what}, {len(result.problems)} bad rows")
    if as_json:
        show_json([asdict(result) for result in results])
    if all(result.refused for result in results):
        sys.exit(2)
    sys.exit(3 if any(result.refused or result.problems for result in results) else 0)


@bulletin.command("list")
@unit_option
@json_option
@click.pass_obj
def bulletin_list(ctx: Context, unit_id: str | None, as_json: bool) -> None:
    """List the bulletins of a unit, the voided ones too."""
    from newswatch.report.terminal import tables
    from newswatch.store import bulletins
    from newswatch.store.store import enroll

    unit = ctx.settings.unit(unit_id)
    with ctx.store() as store:
        rows = bulletins.listed(store, enroll(store, ctx.settings.units)[unit.id, ""])
    if as_json:
        show_json(rows)
    else:
        show(tables.bulletins(rows))


@bulletin.command("void")
@click.argument("item_id", type=int, metavar="N")
@click.option("--by", required=True, metavar="NAME", help="Who voids it.")
@click.option("--because", required=True, metavar="TEXT", help="Why.")
@click.pass_obj
def bulletin_void(ctx: Context, item_id: int, by: str, because: str) -> None:
    """Void a bulletin entered in error: it stays on record and counts no more."""
    from newswatch.store import bulletins

    if not (by.strip() and because.strip()):
        raise click.UsageError("voiding needs --by NAME and --because TEXT")
    with ctx.store() as store:
        bulletins.void(store, item_id, by, because, ctx.now())
    click.echo(f"bulletin {item_id} voided")


def _decisions(choice: dict[str, Any]) -> list[Decision]:
    from datetime import date

    from newswatch.core.model import Decision, Domain, ItemType, Origin, Verdict

    twice = sorted(set(choice["accepted"]) & set(choice["rejected"]))
    if twice:
        raise click.UsageError(f"item {twice[0]} is both accepted and rejected")
    verdicts: dict[str, Verdict | None] = {"accepted": Verdict.PAR, "rejected": Verdict.OTHER, "settled": None}
    chosen = [(n, verdict) for key, verdict in verdicts.items() for n in choice[key]]
    if chosen and not ((choice["by"] or "").strip() and (choice["because"] or "").strip()):
        raise click.UsageError("a decision needs --by NAME and --because TEXT")
    if not chosen and any(choice[key] for key in ("day", "same_as", "own_story", "origin", "item_type", "domain")):
        raise click.UsageError("name the item with --accept, --reject or --settle")
    try:
        day = date.fromisoformat(choice["day"]) if choice["day"] else None
        domain = Domain(choice["domain"]) if choice["domain"] else None
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    origin, kind = choice["origin"] and Origin(choice["origin"]), choice["item_type"] and ItemType(choice["item_type"])
    return [
        Decision(n, choice["by"], choice["because"], verdict, domain, day, n if choice["own_story"] else choice["same_as"], origin, kind)
        for n, verdict in chosen
    ]


def _list_awaiting(ctx: Context, store: Store, unit: Unit, as_json: bool) -> None:
    from newswatch.report import json_shapes
    from newswatch.report.terminal import tables
    from newswatch.store import reads

    awaiting: list[Line] = reads.awaiting(store, ctx.settings, unit, ctx.now())
    if as_json:
        show_json([json_shapes.item(line) for line in awaiting])
    elif awaiting:
        show(tables.items(awaiting), "", "newswatch review --accept N --by TÊN --because LÝ_DO (hoặc --reject N)")
    else:
        show("Không có mục nào chờ xét.")
