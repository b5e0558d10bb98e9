"""The outbox: what waits on its way out, and what a person does about it."""

from __future__ import annotations

import re
from typing import NamedTuple

import click

from newswatch.cli.context import Context, json_option, show, show_json


class Number(NamedTuple):
    """What a person names by its number: a mail, or a score for another system."""

    value: int
    fed: bool


class _NumberType(click.ParamType[Number]):
    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Number:
        found = re.fullmatch(r"(f?)([0-9]{1,18})", str(value))
        if not found:
            self.fail(f"{value!r} is no number as `newswatch outbox list` shows them, such as 12 or f12", param, ctx)
        return Number(int(found[2]), bool(found[1]))


NUMBER = _NumberType()


@click.group()
def outbox() -> None:
    """The mails on their way, and the scores for other systems."""


@outbox.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those delivered and cancelled.")
@json_option
@click.pass_obj
def list_(ctx: Context, everything: bool, as_json: bool) -> None:
    """List what is not delivered yet, with what the server said. Numbers of scores for other systems begin with an f."""
    from newswatch.report.terminal import outbox as report
    from newswatch.services.outbox import fed, laid, listed, strays

    with ctx.store() as store:
        rows = [*listed(store, everything=everything), *fed(store, everything=everything)]
        astray, lying = strays(store, ctx.settings), laid(store)
    if as_json:
        show_json(rows)
        return
    show(report.table(rows))
    for mail in astray:
        click.echo(report.corrected(mail.mail_id, mail.address, mail.others))
    for line in report.laid(lying):
        click.echo(line)


@outbox.command("retry")
@click.argument("number", type=NUMBER, required=False, metavar="[N]")
@click.option("--to", "address", metavar="ADDRESS", help="Send this one mail to another mailbox instead.")
@click.pass_obj
def retry_(ctx: Context, number: Number | None, address: str | None) -> None:
    """Make a waiting or refused mail (N), or score for another system (fN), due at once; without a number, all of them."""
    from newswatch.services.outbox import readdress, retry, retry_fed

    if address and (number is None or number.fed):
        raise click.UsageError("name the mail by its number, too")
    with ctx.store() as store:
        if address and number is not None:
            readdress(store, ctx.settings, number.value, address, ctx.now())
            hint = "Correct [[units.board]] in config.toml for the mails to come"
            click.echo(f"mail {number.value} goes to {address} now; `newswatch deliver` sends it. {hint}")
            return
        value = number.value if number else None
        mails = 0 if number and number.fed else retry(store, value, ctx.now())
        scores = 0 if number and not number.fed else retry_fed(store, value, ctx.now())
    told = f"{mails} mails" if not scores else f"{scores} scores" if not mails else f"{mails} mails and {scores} scores"
    click.echo(f"{told} are due now; `newswatch deliver` sends them")


@outbox.command("send-laid")
@click.argument("mail_id", type=int, required=False, metavar="[N]")
@click.pass_obj
def send_laid_(ctx: Context, mail_id: int | None) -> None:
    """Send a mail that was laid into a file while no mail server was set, each once; without a number, all of them."""
    from newswatch.services.outbox import send_laid

    with ctx.store() as store:
        changed = send_laid(store, ctx.settings, mail_id, ctx.now())
    click.echo(f"{changed} mails are due now; `newswatch deliver` sends them")


@outbox.command("cancel")
@click.argument("number", type=NUMBER, metavar="N")
@click.pass_obj
def cancel_(ctx: Context, number: Number) -> None:
    """Call off one mail (N), or score for another system (fN), that waits or was refused."""
    from newswatch.services.outbox import cancel, cancel_fed

    with ctx.store() as store:
        (cancel_fed if number.fed else cancel)(store, number.value, ctx.now())
    click.echo(f"score f{number.value} is cancelled" if number.fed else f"mail {number.value} is cancelled")
