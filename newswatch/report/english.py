"""English sentences about facts, for logs, `probe` and JSON. What the board and the operator read is worded in `vi`."""

from newswatch.core.count.judgement import Line, Reason, Why
from newswatch.core.count.revision import Cause, Kind
from newswatch.core.model import Phrase, SourceWarning, WarningKind

_REASONS = {
    Why.NOT_PAR: "not PAR news",
    Why.CHANNEL: "this channel does not count under the rule: {}",
    Why.ITEM_TYPE: "neither tin nor bài: {}",
    Why.ORIGIN: "origin that does not count: {}",
    Why.NO_FIRST_AIRING: "a rebroadcast, but no first airing is logged",
    Why.SAME_STORY: "the same story as item {}",
    Why.UNSURE: "the rules are unsure",
    Why.UNREAD: "its article could not be read yet",
    Why.ORIGIN_DOUBT: "does this origin count: {}?",
    Why.RETOLD: "told again from the portal: which article is it?",
    Why.UNDATED: "undated",
    Why.DATES_DISAGREE: "its stated dates disagree about the month: {}",
    Why.BACKDATED: "put up, or re-dated, after its month had ended; first seen {}",
    Why.TOO_LATE: "put up, or re-dated, after its month had ended, which the rule leaves out; first seen {}",
    Why.FUTURE: "dated after the day it was first seen: {}",
}

_WARNINGS = {
    WarningKind.NO_PAGER: "no way to a second page was found; what is older than this page was not looked at: "
    "run `newswatch probe` and set next_page or page_pattern",
    WarningKind.PAGE_LIMIT: "stopped after {count} pages (max_pages)",
    WarningKind.UNDATED: "{count} entries show no date that can be read{example}",
    WarningKind.DATES_CLASH: "in {count} entries the printed date and the one in the markup name different days; the printed one was taken",
    WarningKind.UNREAD_ARTICLE: "{text}",
}


def warning(found: SourceWarning) -> str:
    """What was odd on a source's pages."""
    example = f', e.g. "{found.text}"' if found.text else ""
    return _WARNINGS[found.kind].format(count=found.count, text=found.text, example=example)


def phrase(found: Phrase) -> str:
    """A phrase that fired: `+2.0 một cửa (title)`."""
    return f"{found.weight:+.1f} {found.text} ({found.where})"


def drivers(line: Line) -> list[str]:
    """What drove the verdict that stands: the person's reason, or the phrases that fired."""
    decider = line.item.decided_by
    return [decider.because] if decider.is_person else [phrase(p) for p in line.item.phrases]


def reason(given: Reason) -> str:
    """Why an item does not count."""
    days = ", ".join(f"{origin} {day}" if origin else str(day) for origin, day in given.days)
    text = _REASONS[given.why].format(given.item or days or given.about or "")
    return f"{text} ({given.sameness})" if given.sameness else text


def cause(given: Cause) -> str:
    """What changed a month that had been stated."""
    if given.kind is Kind.ADDED:
        return f"item {given.item} now counts ({given.day}{f', {given.by}' if given.by else ''})"
    if given.kind is Kind.REMOVED and given.reason:
        return f"item {given.item} counts no more: {reason(given.reason)}"
    if given.kind is Kind.UPGRADE:
        return f"newswatch was upgraded ({', '.join(given.changed)})"
    if given.kind is Kind.RULE:
        return "the rule changed"
    return (
        "days or articles were looked at that had not been"
        if given.kind is Kind.SEEN
        else f"item {given.item} is in another month now, or void"
    )
