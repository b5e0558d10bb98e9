"""Accounts: names, passwords, links, sessions, the last manager, and the list of writes."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher
from quick_passwords import quick

from newswatch.core.rights import Action, Actor, Grant, Role
from newswatch.errors import AlreadyDone, FieldCode, FieldFault, InputError, NewswatchError, RowRefused
from newswatch.services import accounts, audit, passwords, sessions
from newswatch.services.accounts import LinkPurpose
from newswatch.store.store import Store

NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
HERE = Actor("Thư ký", None, "10.0.0.7")
GOOD = "mười con ngựa sắt"
MANAGER = Grant(Role.MANAGER)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """An empty database, and a hasher that is quick."""
    quick(monkeypatch)
    with Store.open(tmp_path / "n.db") as opened:
        yield opened


def made(store: Store, name: str, *grants: Grant, password: str = GOOD) -> accounts.Account:
    """An account with a password."""
    accounts.add(store, name, name.title(), grants, NOW, HERE)
    accounts.set_password(store, name, password, NOW, HERE)
    return accounts.found(store, name)


def test_a_name_is_one_however_it_is_typed(store: Store) -> None:
    """Hoà, hòa and HÒA, composed or not, with spaces and signs that don't show, are one name; another account can't have it."""
    accounts.add(store, "Trần  Thị Hoà", "Trần Thị Hòa", [], NOW, HERE)
    for typed in ("TRẦN THỊ HÒA", normalize("NFD", "trần thị hoà"), "\u200etrần thị hòa "):
        assert accounts.found(store, typed).display_name == "Trần Thị Hòa"
        with pytest.raises(FieldFault) as fault:
            accounts.add(store, typed, "", [], NOW, HERE)
        assert (fault.value.field, fault.value.code) == ("name", FieldCode.TAKEN)
    assert accounts.add(store, "trần thị hoa", "", [], NOW, HERE).name == "trần thị hoa"


@pytest.mark.parametrize(("name", "code"), [("", FieldCode.MISSING), (" \u200b", FieldCode.MISSING), ("x" * 101, FieldCode.TOO_LONG)])
def test_a_name_has_letters_and_a_bound(store: Store, name: str, code: FieldCode) -> None:
    """A name that is empty to the eye or too long is refused."""
    with pytest.raises(FieldFault) as fault:
        accounts.add(store, name, "", [], NOW, HERE)
    assert (fault.value.field, fault.value.code) == ("name", code)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("chín ký tự"[:9], FieldCode.TOO_SHORT),
        (normalize("NFD", "ếếếếếếếếế"), FieldCode.TOO_SHORT),
        ("x" * 1001, FieldCode.TOO_LONG),
        ("NGUYEN VAN AN", FieldCode.WRONG),
    ],
)
def test_a_password_that_is_too_short_or_the_name_is_refused(store: Store, password: str, code: FieldCode) -> None:
    """Length is counted in letters, not in their parts; the name with or without marks is no password."""
    accounts.add(store, "Nguyễn Văn An", "", [], NOW, HERE)
    with pytest.raises(FieldFault) as fault:
        accounts.set_password(store, "nguyễn văn an", password, NOW, HERE)
    assert (fault.value.field, fault.value.code) == ("password", code)
    assert password not in str(fault.value)


def test_signing_in_takes_name_and_password(store: Store) -> None:
    """Only the right pair signs in, in whichever form its letters come; a disabled account and one without a password never do."""
    made(store, "hoa")
    made(store, "nam", MANAGER)
    accounts.add(store, "trống", "", [], NOW, HERE)
    assert accounts.authenticate(store, "HOA", normalize("NFD", GOOD))
    for name, password in (("hoa", GOOD + "x"), ("hoa", ""), ("ai đó", GOOD), ("trống", ""), ("trống", GOOD), ("x" * 10**6, "y" * 10**6)):
        assert accounts.authenticate(store, name, password) is None
    accounts.disable(store, "hoa", NOW, HERE)
    assert accounts.authenticate(store, "hoa", GOOD) is None
    accounts.enable(store, "hoa", NOW, HERE)
    assert accounts.authenticate(store, "hoa", GOOD)


def test_unknown_names_cost_as_much_as_known_ones(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sign-in verifies one hash of the same parameters, so that its time tells nothing of the name."""
    made(store, "hoa")
    worked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            worked.append(str(hash).rsplit("$", 2)[0])
            return super().verify(hash, password)

    counting = Counting(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "hasher", lambda: counting)
    passwords._nobodys.cache_clear()
    for name in ("hoa", "ai đó"):
        accounts.authenticate(store, name, "sai mật khẩu")
    assert len(worked) == 2
    assert worked[0] == worked[1]


def test_a_hash_is_made_anew_when_the_parameters_change(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who signs in after the parameters were raised has a hash with the raised ones, and the same password."""
    made(store, "hoa")
    quick(monkeypatch, rounds=2)
    assert accounts.authenticate(store, "hoa", GOOD)
    [row] = store.rows("SELECT password FROM accounts")
    assert "t=2" in row["password"]
    assert accounts.authenticate(store, "hoa", GOOD)


def test_no_password_or_token_is_stored_as_it_is(store: Store) -> None:
    """Neither passwords nor tokens stand anywhere in the database's file."""
    link = accounts.first_link(store, NOW)
    account = made(store, "hoa")
    token = sessions.begin(store, account, NOW)
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    bytes_ = b"".join(path.read_bytes() for path in store.path.parent.glob("n.db*"))
    assert b"argon2" in bytes_
    assert link
    assert not [secret for secret in (GOOD, token, link) if secret.encode() in bytes_]


def test_the_first_link_makes_the_first_manager_once(store: Store) -> None:
    """The first link makes an account that manages all units; then neither it nor another one can be used, and none is given out."""
    first = accounts.first_link(store, NOW)
    second = accounts.first_link(store, NOW)
    assert first
    assert second
    assert accounts.link(store, first, NOW) is None
    assert (found := accounts.link(store, second, NOW))
    assert (found.purpose, found.account) == (LinkPurpose.FIRST, None)
    with pytest.raises(FieldFault):
        accounts.use_link(store, second, "ngắn", NOW, name="Hoa")
    account = accounts.use_link(store, second, GOOD, NOW, name="Hoa", display_name="Trần Thị Hoa", address="10.0.0.9")
    assert (account.name, account.grants, account.has_password) == ("hoa", (MANAGER,), True)
    assert accounts.authenticate(store, "hoa", GOOD)
    with pytest.raises(InputError):
        accounts.use_link(store, second, GOOD, NOW, name="Kẻ khác")
    assert accounts.first_link(store, NOW) is None


def test_a_reset_link_works_once_and_for_a_day(store: Store) -> None:
    """A reset link sets a password once within 24 hours; a later one, a new password or disabling the account ends it."""
    made(store, "nam", MANAGER)
    made(store, "hoa")
    late = accounts.reset_link(store, "hoa", NOW, HERE)
    assert accounts.link(store, late, NOW + timedelta(hours=24)) is None
    asked = accounts.reset_link(store, "hoa", NOW, HERE)
    assert accounts.link(store, late, NOW) is None
    accounts.use_link(store, asked, GOOD + "!", NOW)
    assert accounts.authenticate(store, "hoa", GOOD) is None
    with pytest.raises(InputError):
        accounts.use_link(store, asked, GOOD, NOW)
    token = accounts.reset_link(store, "hoa", NOW, HERE)
    accounts.set_password(store, "hoa", GOOD, NOW, HERE)
    assert accounts.link(store, token, NOW) is None
    token = accounts.reset_link(store, "hoa", NOW, HERE)
    accounts.disable(store, "hoa", NOW, HERE)
    assert accounts.link(store, token, NOW) is None


def test_a_session_ends_idle_and_at_the_end_of_the_day(store: Store) -> None:
    """A session that is used goes on up to twelve hours; one that lies idle for two ends."""
    account = made(store, "hoa")
    busy, idle = (sessions.begin(store, account, NOW) for _ in range(2))
    for hour in range(1, 12):
        found = sessions.current(store, busy, NOW + timedelta(hours=hour))
        assert found
        assert found.account.name == "hoa"
    assert sessions.current(store, busy, NOW + sessions.LONGEST) is None
    assert sessions.current(store, idle, NOW + sessions.IDLE - timedelta(seconds=1))
    assert sessions.current(store, idle, NOW + 2 * sessions.IDLE) is None
    assert sessions.current(store, "không có", NOW) is None


def test_sessions_end_by_signing_out_disabling_and_a_new_password(store: Store) -> None:
    """Signing out ends one session, signing out everywhere and a new password end all, and a disabled account has none."""
    made(store, "nam", MANAGER)
    account = made(store, "hoa")

    def two() -> list[str]:
        return [sessions.begin(store, account, NOW) for _ in range(2)]

    def alive(tokens: list[str]) -> list[bool]:
        return [sessions.current(store, token, NOW) is not None for token in tokens]

    tokens = two()
    sessions.end(store, tokens[0], NOW)
    assert alive(tokens) == [False, True]
    tokens = two()
    assert sessions.end_all(store, account.id, NOW, HERE) == 3
    assert alive(tokens) == [False, False]
    tokens = two()
    accounts.change_password(store, account, GOOD, GOOD + "2", NOW, HERE)
    assert alive(tokens) == [False, False]
    tokens = two()
    accounts.disable(store, "hoa", NOW, HERE)
    assert alive(tokens) == [False, False]


def test_ones_own_password_needs_the_old_one(store: Store) -> None:
    """A wrong old password changes nothing."""
    account = made(store, "hoa")
    with pytest.raises(FieldFault) as fault:
        accounts.change_password(store, account, "đoán mò thôi", GOOD + "2", NOW, HERE)
    assert (fault.value.field, fault.value.code) == ("old", FieldCode.WRONG)
    assert accounts.authenticate(store, "hoa", GOOD)


def test_the_last_manager_stays(store: Store) -> None:
    """The last one who manages all units and can sign in is neither disabled nor loses the role; one of a single unit is not in its stead."""
    made(store, "nam", MANAGER)
    made(store, "hoa", Grant(Role.MANAGER, "an-phuoc"))
    accounts.add(store, "không mật khẩu", "", [MANAGER], NOW, HERE)
    with pytest.raises(InputError, match="last account"):
        accounts.disable(store, "nam", NOW, HERE)
    with pytest.raises(InputError, match="last account"):
        accounts.revoke(store, "nam", MANAGER, NOW, HERE)
    assert not accounts.found(store, "nam").disabled
    assert MANAGER in accounts.found(store, "nam").grants


def test_two_managers_can_not_disable_each_other_at_once(store: Store) -> None:
    """Of two managers who disable each other at the same moment one stays."""
    made(store, "nam", MANAGER)
    made(store, "hoa", MANAGER)
    start, said = threading.Barrier(2), list[str]()

    def disable(name: str) -> None:
        with Store.open(store.path) as mine:
            start.wait()
            try:
                accounts.disable(mine, name, NOW, HERE)
            except NewswatchError as error:
                said.append(str(error))

    both = [threading.Thread(target=disable, args=(name,)) for name in ("nam", "hoa")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(said) == 1
    assert [account.disabled for account in accounts.listed(store)].count(False) == 1


def test_an_appraiser_is_one_of_all_units(store: Store) -> None:
    """An appraiser of a single unit is refused, whether the account is added or granted it."""
    with pytest.raises(InputError):
        accounts.add(store, "hoa", "", [Grant(Role.APPRAISER, "an-phuoc")], NOW, HERE)
    assert accounts.listed(store) == []


def test_roles_come_and_go_at_once(store: Store) -> None:
    """What a session may do follows grants without signing in again, and a role one has not can't be taken."""
    token = sessions.begin(store, made(store, "hoa"), NOW)
    accounts.grant(store, "hoa", Grant(Role.EDITOR, "an-phuoc"), NOW, HERE)
    made(store, "nam", MANAGER)
    found = sessions.current(store, token, NOW)
    assert found
    assert found.account.grants == (Grant(Role.EDITOR, "an-phuoc"),)
    accounts.revoke(store, "hoa", Grant(Role.EDITOR, "an-phuoc"), NOW, HERE)
    with pytest.raises(InputError, match="no role"):
        accounts.revoke(store, "hoa", Grant(Role.EDITOR, "an-phuoc"), NOW, HERE)


def test_every_change_of_accounts_is_listed_newest_first(store: Store) -> None:
    """The list says who did what, about which account, when and from where; it can be read page by page."""
    made(store, "hoa")
    accounts.grant(store, "hoa", Grant(Role.EDITOR, "an-phuoc"), NOW, HERE)
    writes = audit.listed(store)
    assert [write.object for write in writes] == ["grant editor in an-phuoc hoa", "password hoa", "add hoa"]
    assert {(w.name, w.action, w.address, w.at) for w in writes} == {("Thư ký", Action.ACCOUNTS, "10.0.0.7", NOW)}
    assert [write.object for write in audit.listed(store, before=writes[0].id, most=1)] == ["password hoa"]
    assert audit.listed(store, units=["an-phuoc"]) == []


@pytest.mark.parametrize("sql", ["DELETE FROM writes", "UPDATE writes SET name = 'ai khác'"])
def test_the_list_of_writes_can_not_be_changed(store: Store, sql: str) -> None:
    """No row of it is changed or deleted."""
    made(store, "hoa")
    with pytest.raises(RowRefused, match="append-only"), store.writing():
        store.run_sql(sql)


def test_a_form_sent_twice_is_carried_out_once(store: Store) -> None:
    """The second sending of a form writes nothing, and is told what the first one did."""
    actor = Actor("Thư ký", form="f-1")
    accounts.add(store, "hoa", "", [], NOW, actor)
    with pytest.raises(AlreadyDone) as again:
        accounts.add(store, "hoa hai", "", [], NOW, actor)
    assert again.value.object == "add hoa"
    assert [account.name for account in accounts.listed(store)] == ["hoa"]


def test_a_write_that_fails_is_not_listed(store: Store) -> None:
    """The write and its row in the list are one transaction."""
    made(store, "nam", MANAGER)
    before = audit.listed(store)
    with pytest.raises(InputError):
        accounts.disable(store, "nam", NOW, HERE)
    assert audit.listed(store) == before
