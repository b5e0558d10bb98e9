"""Passwords and tokens: the rules, and the one door to argon2 (argon2-cffi, of the extra `web`). Nothing is stored here.

A password is NFC before it is hashed, since keyboards give Vietnamese letters in either form.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from newswatch.core.text import letters
from newswatch.errors import FieldCode, FieldFault, InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 1000
"""Characters of a password. Length alone makes it strong (NIST SP 800-63B, 3.1.1); the upper bound bounds the work of a sign-in."""


@cache
def hasher() -> PasswordHasher:
    """The hasher with its parameters in force: those of RFC 9106 for little memory, argon2-cffi's own. Raises InputError where it is not installed."""
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise InputError("accounts need the package argon2-cffi; install it with: pip install 'newswatch[web]'") from error
    return PasswordHasher()


def check(password: str, name: str) -> None:
    """Raises FieldFault if a password is too short, too long, or the name one signs in with."""
    length = len(normalize("NFC", password))
    if length < SHORTEST:
        raise FieldFault(f"the password has {length} characters; at least {SHORTEST} are needed", "password", FieldCode.TOO_SHORT)
    if length > LONGEST:
        raise FieldFault(f"the password has {length} characters; at most {LONGEST} are taken", "password", FieldCode.TOO_LONG)
    if letters(name) and letters(password) == letters(name):
        raise FieldFault("the password is the name; choose another", "password", FieldCode.WRONG)


def hashed(password: str) -> str:
    """The argon2 hash of a password, with its salt and parameters."""
    return hasher().hash(normalize("NFC", password))


def is_it(stored: str, password: str) -> bool:
    """Is this the password of a hash? Without a hash the answer is no, after as much work as with one."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return hasher().verify(stored or _nobodys(), normalize("NFC", password[: LONGEST * 4])) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Was a hash made with other parameters than those in force?"""
    return hasher().check_needs_rehash(stored)


def token() -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What of a token is stored: its SHA-256 (hex). A token is random, so that needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@cache
def _nobodys() -> str:
    return hashed(secrets.token_hex())
