"""Who may do what: laws of the table role × action."""

from hypothesis import given
from hypothesis import strategies as st

from newswatch.core.rights import (
    ALL_UNITS,
    RIGHTS,
    Action,
    Grant,
    Role,
    may,
    may_anywhere,
    may_manage,
    units_with,
)

UNITS = ("an-phuoc", "an-hoa", "xa-ba")
GRANTS = st.lists(st.builds(Grant, st.sampled_from(Role), st.sampled_from((*UNITS, ALL_UNITS))), max_size=5)
ACTIONS = st.sampled_from(Action)
WRITING = {*Action} - {Action.VIEW, Action.DOWNLOAD, Action.SEE_UNITS, Action.SEE_AUDIT, Action.OWN_ACCOUNT}


def test_every_role_and_every_action_stands_in_the_table() -> None:
    """No role is without rights, and no action is nobody's."""
    assert set(RIGHTS) == {*Role}
    assert frozenset[Action]().union(*RIGHTS.values()) == {*Action}


def test_roles_of_a_unit_hold_each_other() -> None:
    """A viewer may less than an editor, an editor less than a manager."""
    assert RIGHTS[Role.VIEWER] < RIGHTS[Role.EDITOR] < RIGHTS[Role.MANAGER]


def test_who_only_looks_or_appraises_writes_nothing_of_a_unit() -> None:
    """A viewer writes nothing, and an appraiser fills the sheet and gives points alone."""
    assert not RIGHTS[Role.VIEWER] & WRITING
    assert RIGHTS[Role.APPRAISER] & WRITING == {Action.FILL_SHEET, Action.APPRAISE}


def test_only_managers_manage() -> None:
    """Accounts, settings, the list of writes and mails are a manager's."""
    for action in (Action.ACCOUNTS, Action.SETTINGS, Action.SEE_AUDIT, Action.SEND_MAIL):
        assert [role for role in Role if action in RIGHTS[role]] == [Role.MANAGER]


@given(GRANTS, ACTIONS, st.sampled_from(UNITS))
def test_rights_come_from_grants_alone(grants: list[Grant], action: Action, unit: str) -> None:
    """One may do something in a unit exactly if a role granted there, or everywhere, holds it."""
    held = {grant.role for grant in grants if grant.unit in (unit, ALL_UNITS)}
    assert may(grants, action, unit) == any(action in RIGHTS[role] for role in held)


@given(GRANTS, GRANTS, ACTIONS, st.sampled_from((*UNITS, ALL_UNITS)))
def test_more_grants_never_take_a_right(grants: list[Grant], more: list[Grant], action: Action, unit: str) -> None:
    """Who may do something may do it with further grants, too."""
    assert may([*grants, *more], action, unit) or not may(grants, action, unit)


@given(GRANTS, ACTIONS, st.sampled_from(UNITS))
def test_a_right_in_all_units_is_one_in_each(grants: list[Grant], action: Action, unit: str) -> None:
    """What one may do in all units one may do in each; grants of every unit there is are none of those to come."""
    assert may(grants, action, unit) or not may(grants, action, ALL_UNITS)
    assert not may([Grant(role, unit) for role in Role for unit in UNITS], action, ALL_UNITS)


@given(GRANTS, ACTIONS)
def test_units_with_a_right_are_those_where_one_may(grants: list[Grant], action: Action) -> None:
    """The units listed for an action are exactly those in which it may be done, in their order."""
    assert units_with(grants, action, UNITS) == tuple(unit for unit in UNITS if may(grants, action, unit))
    assert may_anywhere(grants, action) or not units_with(grants, action, UNITS)


@given(GRANTS, GRANTS)
def test_nobody_gains_by_an_account_one_manages(grants: list[Grant], others: list[Grant]) -> None:
    """Whoever may manage an account may manage accounts wherever it may do anything."""
    if may_manage(grants, others):
        assert all(may(grants, Action.ACCOUNTS, other.unit) for other in others)
    assert not may_manage([Grant(Role.MANAGER, "an-hoa")], [Grant(Role.VIEWER)])
    assert not may_manage([Grant(Role.EDITOR)], [])


def test_an_account_without_a_right_is_for_those_who_manage_all_units() -> None:
    """Whoever set its password as a unit's manager would know it when it is given a right elsewhere."""
    assert may_manage([Grant(Role.MANAGER)], [])
    assert not may_manage([Grant(Role.MANAGER, "an-hoa")], [])
