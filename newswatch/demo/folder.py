"""The demo's own folder: a configuration that reads the sample portal, and the loudspeaker log in its inbox."""

from datetime import date
from pathlib import Path

from newswatch import private
from newswatch.demo.content import COMMUNE, YEAR
from newswatch.demo.portal import DemoPortal, profile_toml

FIRST_DAY = date(YEAR, 1, 1)


def lay_out(place: Path, portal: DemoPortal) -> Path:
    """Writes config.toml and the log into a folder, which is made if needed. Returns the path of config.toml."""
    private.make_folder(place / "inbox")
    private.write(place / "inbox" / portal.log_name, portal.log)
    path = place / "config.toml"
    private.write(path, _config(portal).encode())
    return path


def _config(portal: DemoPortal) -> str:
    return f"""# The demo's configuration: a made-up commune, judged by the rule of 2019.
database = "newswatch.db"
inbox = "inbox"

[fetch]
pace_seconds = 0.0   # the sample portal runs on this machine

[[units]]
id = "demo"
name = "{COMMUNE}"
kind = "xã"
rules = ["quang-dien-2614"]

[[units.sources]]
id = "portal"
kind = "listing"
url = "{portal.url}"

[units.sources.profile]
{profile_toml()}
[[units.sources]]
id = "rss"
kind = "feed"
url = "{portal.feed_url}"
required = false
"""
