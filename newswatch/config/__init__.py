"""config.toml and the data files → frozen settings; every problem is reported at once, with its dotted path."""

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
from newswatch.config.mailing import is_address, mail_password
from newswatch.config.reading import load
from newswatch.config.settings import FetchSettings, MailSettings, Member, Schedule, Security, Settings, Source, SourceKind, Unit

__all__ = [
    "FetchSettings",
    "MailSettings",
    "Member",
    "Schedule",
    "Security",
    "Settings",
    "Source",
    "SourceKind",
    "Unit",
    "is_address",
    "load",
    "load_holidays",
    "load_lexicon",
    "load_presets",
    "load_rule",
    "locate",
    "mail_password",
    "profile_of",
    "read_toml",
    "shipped",
    "shipped_rules",
]
