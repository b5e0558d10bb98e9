"""The command that makes anew what is kept beside the facts: rebuild."""

from __future__ import annotations

import os
import sys

import click

from newswatch.cli.context import Context, log, log_fault, unit_option


@click.command()
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="How many processes judge [default: one for each processor].")
@unit_option
@click.pass_obj
def rebuild(ctx: Context, jobs: int | None, unit_id: str | None) -> None:
    """Judge every unit anew, whatever is kept of it. What is kept only saves time and is never needed. Exit code 3: a unit failed."""
    from newswatch.daemon.signals import Signals
    from newswatch.services import rebuild as service

    with Signals() as signals, ctx.store() as store:
        done = service.run(store, ctx.units(unit_id), ctx.now(), jobs or os.cpu_count() or 1, stop=signals.stop.is_set)
    for fault in done.faults:
        log_fault(fault)
    click.echo(f"{done.units} units judged anew, {done.years} years kept")
    if signals.code:
        log("stopped; units that were not judged anew are judged when they are asked for")
    sys.exit(signals.code or (3 if done.faults else 0))
