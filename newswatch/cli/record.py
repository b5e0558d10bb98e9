"""Commands that move and keep the record: backup, restore, export, import, prune."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from newswatch.cli.context import Context, json_option, log, show_json

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("place", metavar="DIR", type=_FOLDER)
@click.option("--check", is_flag=True, help="DIR is a backup: restore it into a temporary place and verify all of it.")
@json_option
@click.pass_obj
def backup(ctx: Context, place: Path, check: bool, as_json: bool) -> None:
    """Copy the database, the files beside it and the settings into a folder of their own within DIR, while newswatch runs. Passwords are not in it.

    What was copied is verified. Exit code 3: something is not as it was written, or files of evidence are missing or changed beside the database.
    """
    from newswatch.services import backup as service

    if check:
        problems = service.checked(place)
        show_json({"whole": not problems, "problems": problems}) if as_json else _tell_checked(place, problems)
        sys.exit(3 if problems else 0)
    with ctx.store() as store:
        made = service.make(store, ctx.settings, place, ctx.now())
    if as_json:
        shape = {"folder": str(made.folder), "bytes": made.size, "files": made.files, "wrong": made.wrong, "missing": made.missing}
        show_json(shape | {"left_out": [str(path) for path in made.left_out], "problems": made.problems})
    else:
        click.echo(f"{made.folder}: {made.size:,} bytes, {made.files} files of evidence")
    for path in made.left_out:
        log(f"{path}: lies outside the folder of config.toml and is not in the backup")
    for sha256 in made.wrong:
        there = "so it is not in the backup" if sha256 in made.missing else "the backup has it from the last one"
        log(f"file {sha256}: is missing or was changed beside the database, {there}; `newswatch doctor` tells more")
    for problem in made.problems:
        log(f"{made.folder}: {problem}")
    sys.exit(3 if made.wrong or made.problems else 0)


def _tell_checked(place: Path, problems: list[str]) -> None:
    for problem in problems:
        log(f"{place}: {problem}")
    if not problems:
        click.echo(f"{place}: whole; every file, the database and every chain are as they were written")


@click.command()
@click.argument("place", metavar="BACKUP", type=_FOLDER)
@click.option("--to", "folder", metavar="DIR", type=_FOLDER, help="Put the backup's settings there, and the database where they say.")
@click.option("--replace", is_flag=True, help="Lay a database that is there aside under another name.")
@json_option
@click.pass_obj
def restore(ctx: Context, place: Path, folder: Path | None, replace: bool, as_json: bool) -> None:
    """Put a backup back. Mails that may have been sent since it was made are held until a person settles each.

    Exit code 3: it is put back as it was made, and its record was broken then already. With --to, nothing outside DIR is replaced.
    """
    from newswatch.services import backup as service

    if folder is not None:
        ctx = Context(str(service.restore_settings(place, folder)))
        replace = replace and ctx.settings.database.is_relative_to(folder.absolute())
    done = service.restore(place, ctx.settings.database, ctx.now(), replace=replace)
    if as_json:
        shape = {"database": str(done.database), "made_at": done.made_at.isoformat(), "files": done.files, "in_doubt": done.doubted}
        show_json(shape | {"aside": done.aside and str(done.aside), "problems": done.problems})
        sys.exit(3 if done.problems else 0)
    click.echo(f"{done.database}: restored as it was at {done.made_at:%Y-%m-%d %H:%M} UTC, with {done.files} files of evidence")
    if done.aside:
        click.echo(f"{done.aside}: the database that was there before")
    if done.doubted:
        click.echo(f"{done.doubted} mails may have been sent since then and are held; `newswatch outbox list` shows them")
    click.echo("what was logged, decided or found since then is not in it; `newswatch check` looks at the sources again")
    for problem in done.problems:
        log(f"{done.database}: was put back as it was: {problem}")
    sys.exit(3 if done.problems else 0)


@click.command()
@click.argument("target", metavar="FILE", type=_FILE)
@click.option("--unit", "unit_id", metavar="ID", help="The unit, where the configuration has several.")
@json_option
@click.pass_obj
def export(ctx: Context, target: Path, unit_id: str | None, as_json: bool) -> None:
    """Write the whole history of one unit into FILE, for the successor of a merged commune; nothing is taken away here."""
    from newswatch.services import moving

    with ctx.store() as store:
        done = moving.export(store, ctx.settings.unit(unit_id), target, ctx.now())
    _tell_history(done, f"{target}: the history of {done.unit}", as_json)


@click.command("import")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@click.pass_obj
def import_(ctx: Context, source: Path, as_json: bool) -> None:
    """Take the history of a unit from a file that `newswatch export` wrote, before the unit is named in config.toml as a predecessor."""
    from newswatch.services import moving

    with ctx.store(create=True) as store:
        done = moving.take_in(store, source, ctx.now())
    _tell_history(done, f"{done.unit}: taken in", as_json)


def _tell_history(done: object, told: str, as_json: bool) -> None:
    from newswatch.services.moving import History

    assert isinstance(done, History)
    if as_json:
        show_json({"unit": done.unit, "handed_at": done.handed_at.isoformat(), "links": done.links, "head": done.head, "files": done.files})
    else:
        click.echo(f"{told}, {done.links} links, {done.files} files of evidence, head {done.head[:16]}")


@click.command()
@click.option("--before", required=True, metavar="DAY", type=click.DateTime(["%Y-%m-%d"]), help="The first day whose pages stay.")
@click.option("--by", default="", metavar="NAME", help="Who lets them go.")
@click.option("--because", default="", metavar="TEXT", help="Why.")
@click.option("--dry-run", "dry", is_flag=True, help="Only say how much it would be.")
@json_option
@click.pass_obj
def prune(ctx: Context, before: datetime, by: str, because: str, dry: bool, as_json: bool) -> None:
    """Drop the bodies of captured pages last received before a day; their digests, and every row and proof, stay. This year and last year stay whole."""
    from newswatch.services import prune as service

    with ctx.store() as store:
        done = service.run(store, before.date(), ctx.now(), by=by, because=because, dry=dry)
    if as_json:
        show_json({"bodies": done.bodies, "bytes": done.size, "dropped": not dry})
    else:
        click.echo(f"{done.bodies} pages, {done.size:,} bytes{' would be' if dry else ''} dropped; digests, rows and proofs stay")
