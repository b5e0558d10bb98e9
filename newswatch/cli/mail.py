"""Commands that tell the board: close, deliver, mail, outbox."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newswatch.cli.context import Context, json_option, log, log_fault, month_of, show, show_json, unit_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswatch.services.close import Closed
    from newswatch.store.deliveries import Claim

_KINDS = ("shortfall", "warning", "revision", "trouble", "quarter", "half_year", "year")


@click.command()
@unit_option
@json_option
@click.pass_obj
def close(ctx: Context, unit_id: str | None, as_json: bool) -> None:
    """State the months that have ended and write the notices that are due; nothing is sent before `deliver`. Exit code 3: a unit failed."""
    from newswatch.services import close as service

    with ctx.store(create=True) as store:
        closed = service.run(store, ctx.settings, ctx.units(unit_id), ctx.now, brief=True)
    for fault in (one.fault for one in closed if one.fault):
        log_fault(fault)
    for unit in ctx.units(unit_id):
        if not unit.board:
            log(f"{unit.id}: nobody is written to, since config.toml has no [[units.board]] for it")
    if as_json:
        show_json([_shape(one) for one in closed])
    else:
        _tell_closed(closed)
    sys.exit(3 if any(one.fault for one in closed) else 0)


def _tell_closed(closed: Sequence[Closed]) -> None:
    for one in closed:
        for notice, recipients in one.notices:
            to = ", ".join(r.address for r in recipients) or "nobody (kept without a mail)"
            click.echo(f"{one.unit}: {notice.subject} → {to}")
    if not any(one.notices for one in closed):
        click.echo("no notice is due")


@click.command()
@json_option
@click.pass_obj
def deliver(ctx: Context, as_json: bool) -> None:
    """Deliver the mails that are due. Exit code 3: some could not be delivered now; 4: none could."""
    from newswatch.services import deliver as service

    with ctx.store(create=True) as store:
        result = service.run(store, ctx.settings, ctx.now, on_mail=_tell)
    for fault in result.faults:
        log_fault(fault)
    if as_json:
        show_json({"sent": result.sent, "put_off": result.put_off, "failed": result.failed, "trouble": result.trouble or None})
    else:
        done = "delivered" if ctx.settings.mail.host else "written to files and not sent (no mail.host is set)"
        click.echo(f"{result.sent} mails {done}, {result.put_off} put off, {result.failed} refused for good")
    missed = result.put_off + result.failed
    sys.exit(0 if not missed else 3 if result.sent else 4)


def _tell(mail: Claim, told: str) -> None:
    log(f"mail {mail.id} to {mail.address}: {told}")


@click.group()
def mail() -> None:
    """See what the board would be written, and try the way to the mail server."""


@mail.command()
@click.option("--kind", type=click.Choice(_KINDS), default="shortfall", show_default=True, help="Which notice.")
@click.option("--month", "month_text", metavar="Y-M", help="The month it is about [default: the last that has ended].")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=".", help="The folder to write to [default: the present one]."
)
@unit_option
@click.pass_obj
def preview(ctx: Context, kind: str, month_text: str | None, out: Path, unit_id: str | None) -> None:
    """Write a notice as it would go out now: .eml, .html, its list, and the short text; nothing is kept or sent."""
    from newswatch.core.notices.notice import NoticeKind
    from newswatch.services import close as service
    from newswatch.services.outbox import write_preview

    chosen = ctx.units(unit_id)
    for unit in chosen:
        with ctx.store() as store:
            notice = service.preview(store, ctx.settings, unit, NoticeKind(kind), month_of(month_text), ctx.now())
        click.echo(notice.subject)
        for path in write_preview(ctx.settings.mail, unit, notice, out / unit.id if len(chosen) > 1 else out, ctx.now()):
            click.echo(f"  {path}")


@mail.command()
@click.option("--to", "address", required=True, metavar="ADDRESS", help="Who gets the test mail.")
@unit_option
@click.pass_obj
def test(ctx: Context, address: str, unit_id: str | None) -> None:
    """Send one test mail now, and say what the server answered."""
    from newswatch.services.outbox import send_trial

    click.echo(send_trial(ctx.settings.mail, ctx.units(unit_id)[0], address, ctx.now()))


@click.group()
def outbox() -> None:
    """The mails on their way."""


@outbox.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those delivered and cancelled.")
@json_option
@click.pass_obj
def list_(ctx: Context, everything: bool, as_json: bool) -> None:
    """List the mails that are not delivered yet, with what the server said."""
    from newswatch.report.terminal import outbox as report
    from newswatch.services.outbox import laid, listed, strays

    with ctx.store() as store:
        rows, astray, lying = listed(store, everything=everything), strays(store, ctx.settings), laid(store)
    if as_json:
        show_json(rows)
        return
    show(report.table(rows))
    for mail in astray:
        click.echo(report.corrected(mail.mail_id, mail.address, mail.others))
    for line in report.laid(lying):
        click.echo(line)


@outbox.command("retry")
@click.argument("mail_id", type=int, required=False, metavar="[N]")
@click.option("--to", "address", metavar="ADDRESS", help="Send this one mail to another mailbox instead.")
@click.pass_obj
def retry_(ctx: Context, mail_id: int | None, address: str | None) -> None:
    """Make a waiting or refused mail due at once; without a number, all of them."""
    from newswatch.services.outbox import readdress, retry

    if address and mail_id is None:
        raise click.UsageError("name the mail by its number, too")
    with ctx.store() as store:
        if address and mail_id is not None:
            readdress(store, ctx.settings, mail_id, address, ctx.now())
            hint = "Correct [[units.board]] in config.toml for the mails to come"
            click.echo(f"mail {mail_id} goes to {address} now; `newswatch deliver` sends it. {hint}")
            return
        changed = retry(store, mail_id, ctx.now())
    click.echo(f"{changed} mails are due now; `newswatch deliver` sends them")


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
@click.argument("mail_id", type=int, metavar="N")
@click.pass_obj
def cancel_(ctx: Context, mail_id: int) -> None:
    """Call off one mail that waits or was refused."""
    from newswatch.services.outbox import cancel

    with ctx.store() as store:
        cancel(store, mail_id, ctx.now())
    click.echo(f"mail {mail_id} is cancelled")


def _shape(one: Closed) -> dict[str, object]:
    return {
        "unit": one.unit,
        "stated": [{"month": str(r.month.month), "revision": r.stated.revision, "state": str(r.stated.state)} for r in one.revisions],
        "notices": [
            {
                "kind": str(notice.kind),
                "period": notice.period,
                "revision": notice.revision,
                "subject": notice.subject,
                "recipients": [r.address for r in recipients],
                "facts": dict(notice.facts),
            }
            for notice, recipients in one.notices
        ],
        **({"error": str(one.fault)} if one.fault else {}),
    }
