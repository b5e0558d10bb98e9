"""What a source itself tells of an article, where its page can't be the article or is not to be asked for."""

from newswatch.core.model import Entry

_WHOLE = 80  # letters and digits; less is a caption or a line of summary (as in `count.duplicates`)
_CUT = ("...", "…", "[...]", "[…]")


def told(entry: Entry) -> tuple[str, bool]:
    """The text that a source gives of an article, and whether that tells enough to say that it is no PAR news. A teaser that is cut short does not."""
    if entry.text:
        return entry.text, True
    teaser = entry.summary.strip()
    return teaser, sum(map(str.isalnum, teaser)) >= _WHOLE and not teaser.endswith(_CUT)
