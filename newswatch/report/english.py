"""English sentences about facts, for logs, `probe` and JSON. What the board and the operator read is worded in `vi`."""

from newswatch.core.count.logbook import LogState
from newswatch.core.count.reasons import Line, Reason, Why
from newswatch.core.count.revision import Cause, Kind
from newswatch.core.model import Phrase, SourceWarning, WarningKind
from newswatch.core.polling.proof import Gap

_REASONS = {
    Why.NOT_PAR: "not PAR news",
    Why.CHANNEL: "this channel does not count under the rule: {}",
    Why.ITEM_TYPE: "neither tin nor bài: {}",
    Why.ORIGIN: "origin that does not count: {}",
    Why.NO_FIRST_AIRING: "a rebroadcast, but no first airing is logged",
    Why.SAME_STORY: "the same story as item {}",
    Why.UNSURE: "the rules are unsure",
    Why.UNREAD: "its article could not be read yet: {}",
    Why.ORIGIN_DOUBT: "does this origin count: {}?",
    Why.RETOLD: "told again from the portal: which article is it?",
    Why.UNDATED: "undated",
    Why.DATES_DISAGREE: "its stated dates disagree about the month: {}",
    Why.DAY_DOUBT: "what its source states can mean days of two months: {}",
    Why.BACKDATED: "put up, or re-dated, after its month had ended; first seen {}",
    Why.TOO_LATE: "put up, or re-dated, after its month had ended, which the rule leaves out; first seen {}",
    Why.FUTURE: "dated after the day it was first seen: {}",
    Why.FOREIGN_HOST: 'it lies on the host {}, which nobody settled: name it in "hosts" of its source if it is the same portal, else in "foreign_hosts"',
    Why.NOT_OURS: "it lies on the host {}, which config.toml names as foreign (foreign_hosts)",
    Why.DATE_DENIED: "a person says that it was not published on the day it states: {}",
    Why.DEAD_LINK: "a person says that its article can't be read any more",
}

_WARNINGS = {
    WarningKind.NO_PAGER: "no way to a second page was found; what is older than this page was not looked at: "
    "run `newswatch probe` and set next_page or page_pattern",
    WarningKind.PAGE_LIMIT: "stopped after {count} pages (max_pages)",
    WarningKind.UNDATED: "{count} entries show no date that can be read{example}",
    WarningKind.DATES_CLASH: "in {count} entries the printed date and the one in the markup name different days; the printed one was taken",
    WarningKind.DATES_CONTRADICT: "the printed dates contradict each other about which number is the day (25/11 beside 11/25), so {count} entries that "
    "can be read either way are undated{example}; settle them by hand, and ask the portal's keeper which form is meant",
    WarningKind.ZONE_DOUBT: "the feed's times lie up to {count} hours ahead of its server's clock, as where local time is called GMT{example}; items that "
    "this can move to another month wait for a person",
    WarningKind.UNREAD_ARTICLE: "{text}",
    WarningKind.UNSETTLED_HOST: "{count} entries lie on the host {text}, which nobody settled, and wait for a person: "
    'name it in "hosts" of this source if it is the same portal, else in "foreign_hosts"',
    WarningKind.FOREIGN_HOST: "{count} entries lie on the host {text} and are left out (foreign_hosts)",
    WarningKind.TLS: "its certificate or protocol is at fault ({text})",
}

_GAPS = {
    Gap.ORDER_UNKNOWN: "in which order its entries stand can't be told, so nothing shows where a new one would stand; "
    "name a list that is sorted newest first, or the site's feed",
    Gap.SEVERAL_LISTS: "the page holds several lists beside each other, such as the columns of a front page, each with its newest entries only; "
    "name the list of each section as a source of its own",
    Gap.PAGE_SLIPPED: "entries kept moving from page to page while it was read",
    Gap.PAGE_MISSING: "a page in the middle of the list was empty, or another kind of page",
    Gap.END_NOT_AGREED: "the end of the archive was seen once and awaits another look that agrees",
    Gap.UNDATED_ENTRIES: "some entries have no date that can be read",
    Gap.NO_PAGER: "no way to a second page was found; set next_page or page_pattern in its profile, or name a list that is sorted newest first, "
    "or the site's feed",
    Gap.NEWEST_ONLY: "the list shows its newest entries alone: older ones fall off its end",
    Gap.PAGE_LIMIT: "there are more pages than max_pages; raise max_pages in [fetch], or name a list that is sorted newest first",
    Gap.UNREAD_ARTICLES: "articles could not be read",
    Gap.NOT_MODIFIED_ONLY: "the server says that nothing changed, and gives no page",
    Gap.SUSPECT: "the page had far fewer entries than usual, lacked articles that are still there, or came in broken letters",
    Gap.FAILED: "it could not be read",
    Gap.OVER_BUDGET: "its site has had its requests of the day (requests_a_day in [fetch])",
    Gap.LAST_DAYS_ONLY: "it is a news sitemap, which names the articles of the last days alone",
    Gap.WITNESS_CONTRADICTS: "sources contradict each other about a day",
}


def gap(found: Gap) -> str:
    """What keeps a poll from proving more, and where that is for the keeper to mend, what would help."""
    return _GAPS[found]


_SEEN = {
    Kind.SEEN: "days or articles were looked at that had not been",
    Kind.UNSEEN: "nothing proves any more that all days were watched: a source changed, or what it showed is in doubt",
}
_LOGS = {
    LogState.CLOSED: "its loudspeaker log was closed",
    LogState.NONE_AIRED: "its loudspeaker log was closed with nothing aired",
    LogState.UNCONFIRMED: "its loudspeaker log closed by itself, confirmed by nobody",
    LogState.OPEN: "its loudspeaker log is open",
    LogState.UNWATCHED: "the loudspeakers are watched no more",
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
    text = _REASONS[given.why].format(given.item or days or given.about or given.host).removesuffix(": ")
    return f"{text} ({given.sameness})" if given.sameness else text


def cause(given: Cause) -> str:
    """What changed a month that had been stated."""
    if given.kind is Kind.ADDED:
        late = ", after the log was closed" if given.late else ""
        return f"item {given.item} now counts ({given.day}{late}{f', {given.by}' if given.by else ''})"
    if given.kind is Kind.AWAITING:
        return f"item {given.item} may be of the month and awaits a person ({given.day})"
    if given.kind is Kind.LOG and given.log:
        return f"{_LOGS[given.log]}{f' by {given.by}' if given.by else ''}{f' ({given.day})' if given.day else ''}"
    if given.kind is Kind.REMOVED and given.reason:
        return f"item {given.item} counts no more: {reason(given.reason)}"
    if given.kind is Kind.UPGRADE:
        return f"newswatch was upgraded ({', '.join(given.changed)})"
    if given.kind is Kind.RULE:
        return "the rule changed"
    return _SEEN.get(given.kind, f"item {given.item} is in another month now, or void")
