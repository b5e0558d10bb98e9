"""Who may do what: the table role × action is the one source of rights. The page, the API and the tests read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account is in a unit. The values are stored."""

    VIEWER = "viewer"
    EDITOR = "editor"
    MANAGER = "manager"
    APPRAISER = "appraiser"


class Action(StrEnum):
    """What can be done. The values of those that write are stored with each write."""

    VIEW = "view"
    DOWNLOAD = "download"
    SEE_UNITS = "see_units"
    REVIEW = "review"
    WITHDRAW = "withdraw"
    LOG = "log"
    IMPORT = "import"
    VOID = "void"
    CLOSE_LOG = "close_log"
    IGNORE_LOG = "ignore_log"
    ATTACH = "attach"
    VOID_FILE = "void_file"
    SIGN = "sign"
    FILL_SHEET = "fill_sheet"
    APPRAISE = "appraise"
    SEND_MAIL = "send_mail"
    SETTINGS = "settings"
    ACCOUNTS = "accounts"
    SEE_AUDIT = "see_audit"
    OWN_ACCOUNT = "own_account"


_READING = frozenset({Action.VIEW, Action.DOWNLOAD, Action.SEE_UNITS, Action.OWN_ACCOUNT})
_EDITING = _READING | {
    *(Action.REVIEW, Action.WITHDRAW, Action.LOG, Action.IMPORT, Action.VOID, Action.CLOSE_LOG, Action.IGNORE_LOG),
    *(Action.ATTACH, Action.VOID_FILE, Action.SIGN, Action.FILL_SHEET),
}
_MANAGING = _EDITING | {Action.SEND_MAIL, Action.SETTINGS, Action.ACCOUNTS, Action.SEE_AUDIT}

RIGHTS: Mapping[Role, frozenset[Action]] = {
    Role.VIEWER: _READING,
    Role.EDITOR: _EDITING,
    Role.MANAGER: _MANAGING,
    Role.APPRAISER: _READING | {Action.FILL_SHEET, Action.APPRAISE},
}
"""The actions of each role. An appraiser reads across units and gives points of its own, and never touches what a unit records."""

ALL_UNITS = ""
"""In the place of a unit's id: every unit, also those that are added later."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in one unit, by its id in config.toml, or in all of them."""

    role: Role
    unit: str = ALL_UNITS


@dataclass(frozen=True, slots=True)
class Actor:
    """Who writes: the name that goes on record, and of a person at the page the account, from which address, and the one-time id of the form."""

    name: str
    account: int | None = None
    address: str = ""
    form: str = ""


def may(grants: Iterable[Grant], action: Action, unit: str) -> bool:
    """Whether these grants let one do it in a unit; with `ALL_UNITS`, in every unit."""
    return any(action in RIGHTS[grant.role] and grant.unit in (ALL_UNITS, unit) for grant in grants)


def may_anywhere(grants: Iterable[Grant], action: Action) -> bool:
    """Whether there is a unit in which these grants let one do it."""
    return any(action in RIGHTS[grant.role] for grant in grants)


def units_with(grants: Iterable[Grant], action: Action, units: Sequence[str]) -> tuple[str, ...]:
    """Those of the units in which these grants let one do it."""
    held = tuple(grants)
    return tuple(unit for unit in units if may(held, action, unit))


def may_manage(grants: Iterable[Grant], others: Iterable[Grant]) -> bool:
    """Whether these grants let one give such grants, or manage an account that has them: one must manage accounts in each of their units.

    So nobody gains, by an account of another's, what one may not do oneself. An account without any grant may be given one of any unit, by somebody who
    would not know who set its password: it is for those who manage all units.
    """
    held = tuple(grants)
    return all(may(held, Action.ACCOUNTS, unit) for unit in [other.unit for other in others] or [ALL_UNITS])
