"""The command by which people confirm a month's statement: sign."""

from __future__ import annotations

import click

from newswatch.cli.context import Context, json_option, month_named, show_json, unit_option


@click.command()
@click.option("--month", "month_text", required=True, metavar="Y-M", help="The month whose statement is confirmed, as 2026-03.")
@click.option("--as", "function", required=True, type=click.Choice(["secretary", "head"]), help="In which function.")
@click.option("--by", required=True, metavar="NAME", help="Who signs.")
@unit_option
@json_option
@click.pass_obj
def sign(ctx: Context, month_text: str, function: str, by: str, unit_id: str | None, as_json: bool) -> None:
    """Confirm a month's statement as it was stated last, by name: secretary and head each sign once. What is stated anew later tells so."""
    from newswatch.core.rights import Actor
    from newswatch.services import signing

    month, unit = month_named(month_text), ctx.settings.unit(unit_id)
    with ctx.store(in_person=True) as store:
        signed = signing.sign(store, unit, month, signing.Function(function), ctx.now(), Actor(by.strip()))
    if as_json:
        show_json({"month": str(month), "revision": signed.revision, "as": function, "by": signed.by})
    else:
        click.echo(f"{month} is signed as {function} by {signed.by}")
