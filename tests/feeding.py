"""Offices whose scores go out to other systems."""

import json
import re

from office import Office


def fed_to(office: Office, **keys: object) -> None:
    """Sets the [feed] table."""
    told = "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())
    text = re.sub(r"\[feed\]\n(?:[a-z_]+ = .*\n)*", "", office.settings.path.read_text(encoding="utf-8"))
    office.settings.path.write_text(text.replace("[[units]]", f"[feed]\n{told}[[units]]", 1), encoding="utf-8")
    office.reads_settings()
