"""Commands that tell the board: close, deliver, mail."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newswatch.cli.context import Context, json_option, log, log_fault, month_of, show_json, unit_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newswatch.services.close import Closed
    from newswatch.services.deliver import Delivered
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
    """Deliver the mails that are due, and the scores for other systems. Exit code 3: some could not be delivered now; 4: none could."""
    from newswatch.services import deliver as service

    with ctx.store(create=True) as store:
        result = service.run(store, ctx.settings, ctx.now, on_mail=_tell)
    for fault in (*result.faults, *result.fed.faults):
        log_fault(fault)
    for text in result.fed.trouble:
        log(f"feed: {text}")
    if as_json:
        show_json(_delivered(result))
    else:
        _tell_delivered(result, sending=bool(ctx.settings.mail.host))
    sys.exit(0 if not result.missed else 3 if result.sent or result.fed.sent else 4)


def _delivered(result: Delivered) -> dict[str, object]:
    fed = result.fed
    mails = {"sent": result.sent, "put_off": result.put_off, "failed": result.failed, "trouble": result.trouble or None}
    return mails | {"feed": {"sent": fed.sent, "put_off": fed.put_off, "failed": fed.failed, "trouble": list(fed.trouble)}}


def _tell_delivered(result: Delivered, *, sending: bool) -> None:
    done = "delivered" if sending else "written to files and not sent (no mail.host is set)"
    click.echo(f"{result.sent} mails {done}, {result.put_off} put off, {result.failed} refused for good")
    fed = result.fed
    if fed.sent or fed.put_off or fed.failed:
        click.echo(f"{fed.sent} scores delivered to other systems, {fed.put_off} put off, {fed.failed} refused for good")


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
