"""Turns config.toml and the data files into frozen settings, and reports every fault at once with its dotted path. Nothing here acts on a setting."""

from newswatch.config.addresses import is_address, is_domain
from newswatch.config.files import (
    load_holidays,
    load_lexicon,
    load_presets,
    load_rule,
    locate,
    profile_of,
    read_toml,
    shipped,
    shipped_rules,
)
from newswatch.config.logins import Login, login_given, password_of
from newswatch.config.mailing import mail_password
from newswatch.config.reading import load
from newswatch.config.settings import (
    USUAL,
    FetchSettings,
    MailSettings,
    Member,
    Schedule,
    Security,
    Settings,
    Source,
    SourceKind,
    Trust,
    Unit,
)
from newswatch.config.trusting import fingerprint

__all__ = [
    "USUAL",
    "FetchSettings",
    "Login",
    "MailSettings",
    "Member",
    "Schedule",
    "Security",
    "Settings",
    "Source",
    "SourceKind",
    "Trust",
    "Unit",
    "fingerprint",
    "is_address",
    "is_domain",
    "load",
    "load_holidays",
    "load_lexicon",
    "load_presets",
    "load_rule",
    "locate",
    "login_given",
    "mail_password",
    "password_of",
    "profile_of",
    "read_toml",
    "shipped",
    "shipped_rules",
]
