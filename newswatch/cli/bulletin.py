"""The loudspeaker log on the command line: bulletin add, import, close, list, ignore, void."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from newswatch.cli.context import Context, json_option, log, log_fault, month_named, month_of, show, show_json, unit_option

if TYPE_CHECKING:
    from newswatch.services.log_files import TakenIn

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
    from newswatch.services import intake

    unit = ctx.settings.unit(unit_id)
    with ctx.store(create=True, in_person=True) as store:
        added = intake.add(store, ctx.settings, unit, fields, ctx.now)
    if as_json:
        show_json({"added": [] if added is None else [added]})
    else:
        click.echo("this airing was recorded before; nothing added" if added is None else f"bulletin {added} added")


@bulletin.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--complete", "complete", metavar="Y-M", help="These files complete the log of this month: close it, if every row goes in.")
@click.option("--by", default="", metavar="NAME", help="Who says so; needed with --complete.")
@click.option("--dry-run", is_flag=True, help="Show what would be taken in, and record nothing.")
@unit_option
@json_option
@click.pass_obj
def bulletin_import(
    ctx: Context, files: tuple[Path, ...], complete: str | None, by: str, dry_run: bool, unit_id: str | None, as_json: bool
) -> None:
    """Take in log files (XLSX, XLS, ODS, CSV, JSON); good rows go in, each bad row is told with its column and reason.

    Exit code 3 if rows or some of several files could not be taken in, 2 if no file could be read.
    """
    from newswatch.services import intake

    results: list[TakenIn] = []
    unit, month, closed = ctx.settings.unit(unit_id), month_of(complete), False
    if by and not month:
        raise click.UsageError("--by says who completes a log; name its month with --complete")
    if dry_run and month:
        raise click.UsageError("--dry-run records nothing, so it can't go with --complete")
    if dry_run:
        _preview(ctx, files, unit_id, as_json)
    with ctx.store(create=True, in_person=True) as store:
        if month:
            results, closed = intake.complete(store, ctx.settings, unit, files, month, by, ctx.now)
            for result in results:
                _tell(result, as_json)
        for path in () if month else files:
            results.append(intake.read_file(store, ctx.settings, unit, path, ctx.now))
            _tell(results[-1], as_json)
    if month:
        log(f"the log of {month} is closed" if closed else f"the log of {month} was not closed: not everything could be taken in")
    if as_json:
        show_json([result.shape for result in results])
    if all(result.refused for result in results):
        sys.exit(2)
    sys.exit(3 if any(result.refused or result.problems for result in results) else 0)


@bulletin.command("close")
@click.option("--month", "month_text", required=True, metavar="Y-M", help="The month whose log is complete, as 2026-03.")
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--none-aired", is_flag=True, help="Nothing was aired in this month.")
@unit_option
@json_option
@click.pass_obj
def bulletin_close(ctx: Context, month_text: str, by: str, none_aired: bool, unit_id: str | None, as_json: bool) -> None:
    """Close the log of a month: everything aired in it is logged. A bulletin logged later still counts, as a revision."""
    from newswatch.services.intake import close_log

    month, unit = month_named(month_text), ctx.settings.unit(unit_id)
    with ctx.store(create=True, in_person=True) as store:
        closing = close_log(store, unit, month, by, none_aired=none_aired, now=ctx.now())
    if as_json:
        show_json({"month": str(month), "recorded": closing is not None})
    else:
        click.echo(f"the log of {month} is closed" if closing else f"the log of {month} was closed so before; nothing recorded")


def _preview(ctx: Context, files: tuple[Path, ...], unit_id: str | None, as_json: bool) -> NoReturn:
    """Shows what files would bring; ends with the code that taking them in would have."""
    from newswatch.report.vi import terms
    from newswatch.services import intake

    unit = ctx.settings.unit(unit_id)
    with ctx.store(create=True, in_person=True) as store:
        found = [intake.preview(store, ctx.settings, unit, path) for path in files]
    for one in found:
        _tell(replace(one.taken, before=False), as_json)
        for bulletin, new in () if as_json else one.bulletins:
            at = f"{bulletin.aired_at:%H:%M}" if bulletin.aired_at else bulletin.session
            click.echo(
                f"  dòng {bulletin.row}: {bulletin.aired_on:%d/%m/%Y} {at} {terms.ORIGINS[bulletin.origin]}{'' if new else ', đã có'}: {bulletin.title}"
            )
    if as_json:
        show_json([one.shape for one in found])
    else:
        log("a dry run: nothing was recorded")
    sys.exit(2 if all(one.taken.refused for one in found) else 3 if any(one.taken.refused or one.taken.problems for one in found) else 0)


def _tell(result: TakenIn, as_json: bool) -> None:
    for problem in filter(None, (result.refused, *result.problems)):
        log(problem)
    if result.fault:
        log_fault(result.fault)
    if not as_json and not result.refused:
        known = f"{result.added} new, {result.known} known, {result.skipped} rows that are no bulletins"
        what = "taken in before" if result.before else known
        click.echo(f"{result.file}: {what}, {len(result.problems)} bad rows")


@bulletin.command("list")
@unit_option
@json_option
@click.pass_obj
def bulletin_list(ctx: Context, unit_id: str | None, as_json: bool) -> None:
    """List the bulletins of a unit, the voided ones too."""
    from newswatch.report.terminal import tables
    from newswatch.services import intake

    unit = ctx.settings.unit(unit_id)
    with ctx.store() as store:
        rows = intake.listed(store, unit)
    if as_json:
        show_json(rows)
    else:
        show(tables.bulletins(rows))


@bulletin.command("ignore")
@click.argument("file", metavar="FILE")
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--because", required=True, metavar="TEXT", help="Why.")
@unit_option
@click.pass_obj
def bulletin_ignore(ctx: Context, file: str, by: str, because: str, unit_id: str | None) -> None:
    """Ignore what could not be read of a log, named as `status` names it: it is told of no more and holds no month open.

    What was read of it stays. A changed file of this name is read and told of again.
    """
    from newswatch.services.inbox import ignore

    with ctx.store(in_person=True) as store:
        ignore(store, ctx.settings.unit(unit_id), file, by, because, ctx.now())
    click.echo(f"{file}: what could not be read of it is ignored")


@bulletin.command("void")
@click.argument("item_id", type=int, metavar="N")
@click.option("--by", required=True, metavar="NAME", help="Who voids it.")
@click.option("--because", required=True, metavar="TEXT", help="Why.")
@click.pass_obj
def bulletin_void(ctx: Context, item_id: int, by: str, because: str) -> None:
    """Void a bulletin entered in error: it stays on record and counts no more."""
    from newswatch.services.review import void

    with ctx.store(in_person=True) as store:
        void(store, item_id, by, because, ctx.now())
    click.echo(f"bulletin {item_id} voided")
