"""`newswatch user`: accounts from the command line, without a password in a command."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from command import newswatch
from office import Office
from portal import Portal
from quick_passwords import quick

from newswatch.cli import user
from newswatch.core.rights import Actor, Grant, Role
from newswatch.services import accounts, moving, sessions
from newswatch.services.backup import making, restoring
from newswatch.store.store import Store

GOOD = "mười con ngựa sắt"


@pytest.fixture
def office(tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with an empty portal, and a hasher that is quick."""
    quick(monkeypatch)
    return Office(tmp_path, portal)


def test_an_account_is_added_with_a_link_and_listed(office: Office) -> None:
    """`user add --link` prints a one-time link that sets the password; `list` tells roles and state, and never a hash."""
    done = newswatch("user", "add", "Hoa", "--shown", "Trần Thị Hoa", "--role", "editor", "--unit", "unit", "--link", cwd=office.folder)
    assert done.returncode == 0, done.stderr
    token = re.findall(rf"{accounts.LINK_PATH}(\S+)", done.stdout)[0]
    listed = newswatch("user", "list", cwd=office.folder).stdout
    assert listed.strip() == "hoa | Trần Thị Hoa | editor in unit | no password yet"
    with office.store() as store:
        accounts.use_link(store, token, GOOD, office.now())
        assert accounts.authenticate(store, "hoa", GOOD)
    [told] = json.loads(newswatch("user", "list", "--json", cwd=office.folder).stdout)
    assert (told["name"], told["has_password"], told["grants"]) == ("hoa", True, [{"role": "editor", "unit": "unit"}])
    assert "argon2" not in json.dumps(told)


def test_roles_are_granted_and_revoked_and_accounts_disabled(office: Office) -> None:
    """Each of the commands does its one thing; the last manager can't be disabled, a unit nobody knows can't be granted."""
    for words in (
        ("add", "hoa", "--role", "viewer", "--link"),
        ("add", "nam", "--role", "manager", "--link"),
        ("grant", "hoa", "--role", "editor", "--unit", "unit"),
        ("revoke", "hoa", "--role", "viewer"),
        ("disable", "hoa"),
        ("enable", "hoa"),
    ):
        done = newswatch("user", *words, cwd=office.folder)
        assert (done.returncode, done.stderr) == (0, "")
    with office.store() as store:
        accounts.set_password(store, "nam", GOOD, office.now(), Actor("x"))
        assert accounts.found(store, "hoa").grants == (Grant(Role.EDITOR, "unit"),)
    last = newswatch("user", "disable", "nam", cwd=office.folder)
    assert (last.returncode, "last account" in last.stderr) == (2, True)
    assert newswatch("user", "grant", "hoa", "--role", "viewer", "--unit", "không có", cwd=office.folder).returncode == 2


def test_no_option_takes_a_password() -> None:
    """Every parameter of `user` is known, and none of them is a password."""
    known = {param.name for command in user.user.commands.values() for param in command.params}
    assert known == {"name", "shown", "role", "by_link", "unit_id", "as_json"}


def test_accounts_stay_when_a_unit_leaves(office: Office, tmp_path: Path) -> None:
    """An exported unit takes no account, hash, session or list of writes along."""
    with office.store() as store:
        accounts.add(store, "hoa", "", [Grant(Role.EDITOR, "unit")], office.now(), Actor("x"))
        accounts.set_password(store, "hoa", GOOD, office.now(), Actor("x"))
        moving.export(store, office.unit, tmp_path / "xa.zip", office.now())
    with zipfile.ZipFile(tmp_path / "xa.zip") as packed:
        packed.extractall(tmp_path / "xa")
    assert not [path for path in (tmp_path / "xa").rglob("*") if path.is_file() and b"$argon2id$" in path.read_bytes()]
    [database] = [path for path in (tmp_path / "xa").rglob("*") if path.is_file() and path.read_bytes()[:6] == b"SQLite"]
    with Store.open(database) as other:
        assert accounts.listed(other) == []
        assert other.rows("SELECT * FROM writes") == []


def test_a_restored_database_has_nobody_signed_in(office: Office, tmp_path: Path) -> None:
    """After a restore accounts are there, and no session or unused link of the time of the backup is."""
    with office.store() as store:
        accounts.add(store, "hoa", "", [], office.now(), Actor("x"))
        accounts.set_password(store, "hoa", GOOD, office.now(), Actor("x"))
        token = sessions.begin(store, accounts.found(store, "hoa"), office.now())
        link = accounts.reset_link(store, "hoa", office.now(), Actor("x"))
        assert sessions.current(store, token, office.now())
        made = making.make(store, office.settings, tmp_path / "luu", office.now())
    restoring.restore(made.folder, office.settings.database, office.now(), replace=True)
    with office.store() as store:
        assert sessions.current(store, token, office.now()) is None
        assert accounts.link(store, link, office.now()) is None
        assert accounts.authenticate(store, "hoa", GOOD)
