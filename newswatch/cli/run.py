"""Commands that keep newswatch going: run, service, doctor."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newswatch.cli.context import Context, json_option, log, needs_web, show, show_json

HEADING = "# ===== "
"""Stands before the name of each file where several are printed one after another."""


@click.command()
@click.option(
    "--once", is_flag=True, help="Walk once through what is due now, and end. Exit code 3: something went wrong; the log says what."
)
@click.option("--web", is_flag=True, help="Serve the board's page beside it, as `serve` does.")
@click.pass_obj
def run(ctx: Context, once: bool, web: bool) -> None:
    """Stay and do what is due: look at the sources, take in the inbox, close months, deliver mails. SIGTERM or Ctrl-C ends it."""
    if once:
        from newswatch import daemon

        if web:
            raise click.UsageError("--once ends when all is done, and no page stays; leave out --web, or --once")
        sys.exit(0 if daemon.once(ctx.settings) else 3)
    from newswatch.daemon.serving import serve as watch

    if not web:
        watch(ctx.path)
        return
    needs_web()
    from newswatch.web.beside import Beside

    with Beside(ctx.path, log):
        watch(ctx.path)


@click.command()
@click.option("--host", default="", metavar="ADDRESS", help="Where to listen [default: [web] host, else 127.0.0.1].")
@click.option("--port", type=click.IntRange(1, 65_535), help="The port [default: [web] port, else 8080].")
@click.pass_obj
def serve(ctx: Context, host: str, port: int | None) -> None:
    """Serve the board's page to browsers, until SIGTERM or Ctrl-C. Prints a link for the first manager while there is none."""
    needs_web()
    from newswatch.web import serving

    serving.serve(ctx.path, host=host, port=port)


@click.command()
@click.argument("manager", type=click.Choice(["systemd", "cron", "windows"]))
@click.option("--timer", is_flag=True, help="For systemd: a timer that looks for what is due, instead of the daemon.")
@click.option("--into", metavar="DIR", type=click.Path(file_okay=False, exists=True, path_type=Path), help="Write the files there.")
@click.pass_obj
def service(ctx: Context, manager: str, timer: bool, into: Path | None) -> None:
    """Print what makes this machine keep newswatch going, with its real paths: units of systemd, lines of a crontab, or a task of Windows."""
    from newswatch.deploy import cron, systemd, windows
    from newswatch.deploy.place import here

    if timer and manager != "systemd":
        raise click.BadParameter(f"{manager} has no such timers; leave it out", param_hint="--timer")
    make = {"systemd": systemd.timer if timer else systemd.daemon, "cron": cron.crontab, "windows": windows.task}[manager]
    files = make(here(ctx.settings))
    for name, text in files.items():
        if into:
            (into / name).write_text(text, encoding="utf-8", newline="")
            click.echo(f"{into / name} written")
        else:
            click.echo((f"{HEADING}{name}\n" if len(files) > 1 else "") + text)


@click.command()
@click.option("--offline", is_flag=True, help="Leave the sources and the mail server alone.")
@json_option
@click.pass_obj
def doctor(ctx: Context, offline: bool, as_json: bool) -> None:
    """Examine configuration, database, clock, sources, mail login and disks, and say what to do. Exit code 2: configuration bad; 3: something else is."""
    from newswatch.report.terminal import setup
    from newswatch.services import doctor as service

    examination = service.run(ctx.path, ctx.now, offline=offline)
    if as_json:
        show_json(service.shape(examination))
    else:
        show(setup.findings((f.health, f.about, f.found, f.advice) for f in examination.findings))
    sys.exit(2 if not examination.configured else 0 if examination.sound else 3)
