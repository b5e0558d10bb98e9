"""Evidence files on the command line: attach; files list, void, copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newswatch.cli.context import Context, json_option, show, show_json, unit_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswatch.services.attach import Attached


_KINDS = ("audio", "script", "log-page", "decision", "screenshot", "paper")


@click.command()
@click.argument("item_id", type=int, metavar="ITEM")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--kind", required=True, type=click.Choice(_KINDS), help="What the file shows.")
@click.option("--by", default="", metavar="NAME", help="Who attaches it.")
@click.option("--note", default="", metavar="TEXT", help="What should be known of it.")
@click.option("--decision", "decision_id", type=int, metavar="N", help="The person's decision that the file is a paper of.")
@json_option
@click.pass_obj
def attach(ctx: Context, /, item_id: int, paths: tuple[Path, ...], kind: str, as_json: bool, **told: Any) -> None:
    """Attach files to an item or a bulletin as evidence: they are copied, by content, and never removed."""
    from newswatch.core.record.files import FileKind
    from newswatch.services import attach as service

    made: list[tuple[Path, Attached]] = []
    with ctx.store(in_person=True) as store:
        try:
            for path in paths:
                made.append((path, service.attach(store, path, item_id, FileKind(kind), ctx.now(), **told)))
        finally:
            _tell(made, as_json)


def _tell(made: Sequence[tuple[Path, Attached]], as_json: bool) -> None:
    if as_json:
        show_json(
            [{"file": str(path), "number": a.number, "sha256": a.sha256, "size": a.size, "type": a.type, "new": a.made} for path, a in made]
        )
        return
    for path, one in made:
        click.echo(f"{path}: file {one.number}, {one.type}, {one.size} bytes{'' if one.made else '; it was attached before'}")


class _Files(click.Group):
    """`files` alone, or with the number of an item, lists."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        named = bool(args) and (args[0] in self.commands or args[0] in ("-h", "--help"))
        return super().parse_args(ctx, args if named else ["list", *args])


@click.group(cls=_Files)
def files() -> None:
    """The files attached to items: `files [ITEM]` lists them with how each is found."""


@files.command("list")
@click.argument("item_id", type=int, required=False, metavar="[ITEM]")
@unit_option
@json_option
@click.pass_obj
def files_list(ctx: Context, item_id: int | None, unit_id: str | None, as_json: bool) -> None:
    """List the files attached to an item, to those of a unit, or all, the voided ones too; those of one item are read and compared with their hash."""
    from newswatch.report.terminal import files as report
    from newswatch.services.attach import of_item, of_unit

    with ctx.store() as store:
        rows = of_item(store, item_id) if item_id is not None else [row for unit in ctx.units(unit_id) for row in of_unit(store, unit)]
    if as_json:
        show_json(rows)
    else:
        show(report.listing(rows))


@files.command("void")
@click.argument("number", type=int, metavar="N")
@click.option("--by", required=True, metavar="NAME", help="Who voids it.")
@click.option("--because", required=True, metavar="TEXT", help="Why.")
@click.pass_obj
def files_void(ctx: Context, number: int, by: str, because: str) -> None:
    """Void a file attached by mistake: it is marked, stays on record, and is not destroyed."""
    from newswatch.services.attach import void

    with ctx.store(in_person=True) as store:
        void(store, number, by, because, ctx.now())
    click.echo(f"file {number} voided")


@files.command("copy")
@click.argument("item_id", type=int, metavar="ITEM")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@json_option
@click.pass_obj
def files_copy(ctx: Context, item_id: int, folder: Path, as_json: bool) -> None:
    """Copy all evidence of an item into a new folder: its page as received and as a readable copy without scripts, its images, pictures and files."""
    from newswatch.services.copies.handed import lay_out

    with ctx.store() as store:
        made = lay_out(store, item_id, folder)
    if as_json:
        show_json([str(path) for path in made])
    else:
        click.echo(f"{folder}: {len(made)} files")
