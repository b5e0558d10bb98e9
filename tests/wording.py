"""Tells whether a text that people read is Vietnamese."""

import re

ENGLISH = re.compile(
    r"\b(the|is|are|was|of|and|or|not|can't|it|its|at|by|for|with|than|after|within|found|expected|answer|connection|ask|check|set"
    r"|open|correct|refused|broken|damaged|page|keeper|mail|address|list)\b"
)
KEPT = re.compile(r"\[\w+\]|`[^`]*`|'[^']*'|\b[\w-]+[._/][\w./-]+|https?://\S*|(?<!\S)/\S+|config\.toml|\bJSON Feed\b|\bsitemapindex\b")
MARKS = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")


def english(text: str) -> list[str]:
    """The English words in a text, besides names of settings, commands and what stands in quotes."""
    return ENGLISH.findall(KEPT.sub("", text).lower())
