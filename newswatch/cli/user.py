"""Accounts of the page on the command line. A password is asked for, or set by a one-time link; it never stands in a command."""

from __future__ import annotations

from getpass import getuser
from typing import TYPE_CHECKING, Any

import click

from newswatch.cli.context import Context, json_option, show, show_json, unit_option

if TYPE_CHECKING:
    from newswatch.core.rights import Actor, Grant
    from newswatch.store.store import Store

_role_option = click.option(
    "--role", required=True, type=click.Choice(["viewer", "editor", "manager", "appraiser"]), help="What it may do."
)
_link_option = click.option("--link", "by_link", is_flag=True, help="Print a one-time link for the password instead of asking for it.")


@click.group()
def user() -> None:
    """Accounts of the page: who may look, log and decide, and manage. Without --unit a role is one in all units."""


@user.command("add")
@click.argument("name", metavar="NAME")
@click.option("--shown", default="", metavar="TEXT", help="The name that goes on record [default: NAME].")
@_role_option
@_link_option
@unit_option
@click.pass_obj
def user_add(ctx: Context, name: str, shown: str, role: str, by_link: bool, unit_id: str | None) -> None:
    """Add an account, and set its password."""
    from newswatch.services import accounts

    given = _grant(ctx, role, unit_id)
    with ctx.store(create=True, in_person=True) as store:
        account = accounts.add(store, name, shown, [given], ctx.now(), _actor())
        click.echo(f"account {account.name} added")
        _set_password(ctx, store, account.name, by_link)


@user.command("passwd")
@click.argument("name", metavar="NAME")
@_link_option
@click.pass_obj
def user_passwd(ctx: Context, name: str, by_link: bool) -> None:
    """Set the password of an account; it is signed out everywhere."""
    with ctx.store(in_person=True) as store:
        _set_password(ctx, store, name, by_link)


@user.command("disable")
@click.argument("name", metavar="NAME")
@click.pass_obj
def user_disable(ctx: Context, name: str) -> None:
    """Disable an account; it is signed out everywhere, and stays on record."""
    from newswatch.services import accounts

    with ctx.store(in_person=True) as store:
        accounts.disable(store, name, ctx.now(), _actor())
    click.echo(f"account {name} disabled")


@user.command("enable")
@click.argument("name", metavar="NAME")
@click.pass_obj
def user_enable(ctx: Context, name: str) -> None:
    """Enable a disabled account again."""
    from newswatch.services import accounts

    with ctx.store(in_person=True) as store:
        accounts.enable(store, name, ctx.now(), _actor())
    click.echo(f"account {name} enabled")


@user.command("grant")
@click.argument("name", metavar="NAME")
@_role_option
@unit_option
@click.pass_obj
def user_grant(ctx: Context, name: str, role: str, unit_id: str | None) -> None:
    """Give an account a role, in one unit or in all."""
    from newswatch.services import accounts

    given = _grant(ctx, role, unit_id)
    with ctx.store(in_person=True) as store:
        accounts.grant(store, name, given, ctx.now(), _actor())
    click.echo(f"{name} is {role} in {unit_id or 'all units'}")


@user.command("revoke")
@click.argument("name", metavar="NAME")
@_role_option
@unit_option
@click.pass_obj
def user_revoke(ctx: Context, name: str, role: str, unit_id: str | None) -> None:
    """Take a role from an account."""
    from newswatch.core.rights import ALL_UNITS, Grant, Role
    from newswatch.services import accounts

    with ctx.store(in_person=True) as store:  # the unit may be none of the configuration any more
        accounts.revoke(store, name, Grant(Role(role), unit_id or ALL_UNITS), ctx.now(), _actor())
    click.echo(f"{name} is {role} in {unit_id or 'all units'} no more")


@user.command("list")
@json_option
@click.pass_obj
def user_list(ctx: Context, as_json: bool) -> None:
    """List the accounts with their roles."""
    from newswatch.services import accounts

    with ctx.store() as store:
        found = accounts.listed(store)
    if as_json:
        show_json([_shape(account) for account in found])
        return
    for account in found:
        roles = ", ".join(f"{g.role} in {g.unit or 'all units'}" for g in account.grants) or "no role"
        state = "disabled" if account.disabled else "" if account.has_password else "no password yet"
        show(" | ".join(filter(None, (account.name, account.display_name, roles, state))))


def _shape(account: Any) -> dict[str, Any]:
    """An account as JSON."""
    roles = [{"role": str(g.role), "unit": g.unit or None} for g in account.grants]
    plain = {name: getattr(account, name) for name in ("name", "display_name", "disabled", "has_password")}
    return plain | {"grants": roles, "made_at": account.made_at.isoformat()}


def _set_password(ctx: Context, store: Store, name: str, by_link: bool) -> None:
    from newswatch.services import accounts

    if by_link:
        token = accounts.reset_link(store, name, ctx.now(), _actor())
        hours = accounts.RESET_LASTS.total_seconds() / 3600
        click.echo(f"open this page of the server within {hours:.0f} hours, once: {accounts.LINK_PATH}{token}")
        return
    known = accounts.found(store, name)
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    accounts.set_password(store, known.name, password, ctx.now(), _actor())
    click.echo(f"the password of {known.name} is set")


def _grant(ctx: Context, role: str, unit_id: str | None) -> Grant:
    from newswatch.core.rights import ALL_UNITS, Grant, Role

    return Grant(Role(role), ctx.settings.unit(unit_id).id if unit_id else ALL_UNITS)


def _actor() -> Actor:
    """Who sits at the machine, by the account of the system."""
    from newswatch.core.rights import Actor

    try:
        return Actor(getuser())
    except (KeyError, OSError):  # a container's account may have no name
        return Actor("?")
