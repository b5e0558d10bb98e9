"""Turns config.toml and the data files into frozen settings, and reports every fault at once with its dotted path. Nothing here acts on a setting."""

from newswatch.config.addresses import is_address, is_domain, is_scheduler
from newswatch.config.feeding import FeedSettings, feed_secret
from newswatch.config.fetching import idle_hosts
from newswatch.config.files import (
    load_criteria,
    load_holidays,
    load_lexicon,
    load_presets,
    load_rule,
    locate,
    profile_of,
    read_toml,
    score_schema,
    shipped,
    shipped_criteria,
    shipped_rules,
)
from newswatch.config.logins import Login, login_given, password_of
from newswatch.config.mailing import mail_password
from newswatch.config.page import WebSettings
from newswatch.config.reading import load
from newswatch.config.settings import (
    USUAL,
    EvidenceSettings,
    FetchSettings,
    MailSettings,
    Member,
    Schedule,
    Security,
    Settings,
    Source,
    SourceKind,
    Trust,
    TsaSettings,
    Unit,
)
from newswatch.config.trusting import fingerprint

__all__ = [
    "USUAL",
    "EvidenceSettings",
    "FeedSettings",
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
    "TsaSettings",
    "Unit",
    "WebSettings",
    "feed_secret",
    "fingerprint",
    "idle_hosts",
    "is_address",
    "is_domain",
    "is_scheduler",
    "load",
    "load_criteria",
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
    "score_schema",
    "shipped",
    "shipped_criteria",
    "shipped_rules",
]
