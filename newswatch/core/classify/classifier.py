"""Decides whether a title and text are PAR news. The lexicon's phrases and learned words add up to a classification that names what drove it.

What is made of an article that could not be read, and of bulletins without a text, is decided in `items`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest, nsmallest
from math import sqrt
from operator import itemgetter

from newswatch.core.classify.cue import Extent, Kind, Scoring
from newswatch.core.classify.lexicon import Lexicon
from newswatch.core.classify.matching import MAX_FOREIGN_SHARE, TEXT, TITLE, Term, Zone, find, foreign_share, is_list, terms
from newswatch.core.model import Classification, Domain, Phrase, Verdict

SECTION = "section"
SECTION_POINTS = 1.0
"""What a section named after PAR adds: a hint in the lexicon's own scale, since portals also file PAR news under "Nội chính" and other news under PAR."""
TITLE_TERM = 2.0
"""How often a word of the title counts against one of the text. Chosen by hand: 1 and 3 change 5 and 2 of the 813 verdicts on tests/corpus."""
TERMS_SHOWN = 3
"""How many learned words a classification names. Chosen by hand, so that reasons stay readable."""
LIST = "liệt kê từng mục, không thành câu"
LIST_POINTS = -4.0
"""What a text without sentences takes: as much as the text may, so that a title alone never makes PAR news of a page of procedures."""
_MOST_AGAIN = 1_000
"""How often one cue may come again and still be heard. By then it has no weight that a sum could hold, and 2 to the power of 1,024 is no float."""

_ACTORS = (Kind.OUTSIDE, Kind.STATE)
ENOUGH_WORDS = 8
"""A text of fewer words is other only if a phrase was found. Chosen by hand: less than a sentence. The texts of tests/corpus have 14 words or more."""

SURER = 1.0
"""How much further a title in which no phrase was found must lie from PAR to be other. Chosen by hand: "Nhẹ cả người" alone tells nothing."""


def classify(title: str, text: str, lexicon: Lexicon, section: str = "") -> Classification:
    """Classifies an item from its title and main text alone: would a district Home Affairs office take it as PAR news?

    `section` is the heading under which the portal files the item. It is a weak hint, for it can contradict the text. The phrases of the
    classification are what drove it, strongest first, learned words included. Each has the points it added; its `where` is title, text or section.

    An item without a text, and one whose text is its title (as in many loudspeaker logs), are judged by the title under limits of their own; see
    `extent`. Whether a missing text was looked for is not known here: `items` sees to it that what was not read is never other.
    Text that is no readable Vietnamese is unsure, with the reason as its one phrase. An `other` without phrases means that none fired.
    The head of newswatch/data/lexicon.toml tells how phrases and learned words add up.
    """
    known = extent(title, text)
    zones = (find(TITLE, title, lexicon), find(TEXT, text if known is Extent.TEXT else "", lexicon))
    if damage := _damage(zones):
        return Classification(Verdict.UNSURE, None, (damage,), lexicon.digest)
    found = [*_heard(zones, _phrases(zones, lexicon), lexicon), *_section(section, lexicon)]
    if known is Extent.TEXT and is_list(text):
        found = _of_list(found, lexicon)
    learned = _opinions(zones, lexicon)
    points = _points(found, lexicon)
    opinion = lexicon.learned_bias + sum([points for _, points in learned]) if any(zone.marked for zone in zones if zone.words) else 0.0
    score = lexicon.scoring.phrase_share * points + lexicon.scoring.learned_share * opinion
    verdict = _verdict(score, points, zones, found, lexicon.scoring, known)
    domain = None if verdict is Verdict.OTHER else _domain(found)
    return Classification(verdict, domain, _drivers(found, learned, zones), lexicon.digest, round(score, 4))


def extent(title: str, text: str) -> Extent:
    """How much of an item there is to judge."""
    if not text or text.isspace():
        return Extent.HEADING
    short = len(text) <= 2 * len(title)  # a title in other spacing is no longer, and splitting a whole article takes time
    return Extent.TITLE if short and text.split() == title.split() else Extent.TEXT


def features(zones: Sequence[Zone]) -> dict[str, float]:
    """The terms that the learned weights speak about, scaled to unit length. Those of the title count `TITLE_TERM` times."""
    seen, length = _terms(zones)
    return {_named(term): value / length for term, value in seen.items()}


def phrase_points(zones: Sequence[Zone], lexicon: Lexicon) -> float:
    """What the phrases of title and text add up to."""
    return _points(_heard(zones, _phrases(zones, lexicon), lexicon), lexicon)


def _named(term: Term) -> str:
    return term if isinstance(term, str) else " ".join(term)


def _terms(zones: Sequence[Zone]) -> tuple[dict[Term, float], float]:
    """The terms of title and text, each with what it counts, and the length of all together."""
    title, text = zones
    seen = dict.fromkeys(terms(text), 1.0)
    heavy = dict.fromkeys(terms(title), TITLE_TERM)
    seen.update(heavy)
    return seen, sqrt(len(seen) + (TITLE_TERM**2 - 1) * len(heavy)) or 1.0


def _phrases(zones: Iterable[Zone], lexicon: Lexicon) -> Iterator[Phrase]:
    """Every cue found, with its points. They are fewer outside the title, and half as many each time the cue comes again."""
    times: dict[str, int] = {}
    for zone in zones:
        for hit in zone.hits:
            if hit.cue.kind is Kind.STATE:
                continue
            again = times.get(hit.cue.text, 0)
            times[hit.cue.text] = again + 1
            if again > _MOST_AGAIN:
                continue
            points = hit.cue.weight * _share(zone.name, hit.start, lexicon) / 2**again
            yield Phrase(hit.cue.text, zone.name, hit.start, points, hit.cue.domain)


def _share(zone: str, start: int, lexicon: Lexicon) -> float:
    if zone == TITLE:
        return 1.0
    return lexicon.scoring.lead if start < lexicon.scoring.lead_words else lexicon.scoring.tail


def _heard(zones: Sequence[Zone], found: Iterable[Phrase], lexicon: Lexicon) -> list[Phrase]:
    """The phrases with the points that are left to them: none where silenced, a share of those for PAR where someone outside the state acts."""
    heard = _silenced(zones, found)
    if lexicon.scoring.outside == 1 or not _outside_acts(zones, lexicon):
        return heard
    return _lowered(heard, lexicon)


def _of_list(found: Iterable[Phrase], lexicon: Lexicon) -> list[Phrase]:
    """The phrases of a menu, form or list, which is no news: those for PAR keep the share that they keep where someone outside the state acts."""
    return [*_lowered(found, lexicon), Phrase(LIST, TEXT, 0, LIST_POINTS)]


def _lowered(found: Iterable[Phrase], lexicon: Lexicon) -> list[Phrase]:
    share = lexicon.scoring.outside
    return [Phrase(p.text, p.where, p.start, p.weight * share, p.domain) if p.weight > 0 else p for p in found]


def _outside_acts(zones: Sequence[Zone], lexicon: Lexicon) -> bool:
    """Whether a bank, a club, a hospital or another country is who the item tells of: the first actor of the title, or the only kind of the lead."""
    title, text = ([hit for hit in zone.hits if hit.cue.kind in _ACTORS] for zone in zones)
    if title:
        return title[0].cue.kind is Kind.OUTSIDE
    lead = {hit.cue.kind for hit in text if hit.start < lexicon.scoring.lead_words}
    return lead == {Kind.OUTSIDE}


def _silenced(zones: Iterable[Zone], found: Iterable[Phrase]) -> list[Phrase]:
    """The phrases, without those for PAR within reach of a cue that cancels them."""
    reach = {
        zone.name: _joined((hit.start - hit.cue.cancels, hit.end + hit.cue.cancels) for hit in zone.hits if hit.cue.cancels)
        for zone in zones
    }
    return [p for p in found if p.weight <= 0 or not _is_within(p.start, reach.get(p.where, ()))]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in their order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the spans, which include their start and not their end."""
    before = bisect_right(spans, place, key=lambda span: span[0])
    return before > 0 and place < spans[before - 1][1]


def _section(section: str, lexicon: Lexicon) -> list[Phrase]:
    if not section:
        return []
    hits = [hit for hit in find(TITLE, section, lexicon).hits if hit.cue.kind is Kind.PAR]
    return [Phrase(hit.cue.text, SECTION, hit.start, SECTION_POINTS, hit.cue.domain) for hit in hits[:1]]


def _points(found: Iterable[Phrase], lexicon: Lexicon) -> float:
    """The sum of the phrases. Of the text the strongest few count, up to a limit, so that a long report on everything is not PAR by its length."""
    scoring = lexicon.scoring
    rest, cues = 0.0, defaultdict[str, float](float)
    for phrase in found:
        if phrase.where == TEXT:
            cues[phrase.text] += phrase.weight
        else:
            rest += phrase.weight
    most = int(scoring.text_cues)
    text = sum(nlargest(most, [points for points in cues.values() if points > 0]))
    text += sum(nsmallest(most, [points for points in cues.values() if points < 0]))
    return _within(rest + _within(text, scoring.text_cap), scoring.cap)


def _within(points: float, limit: float) -> float:
    return max(-limit, min(limit, points))


def _opinions(zones: Sequence[Zone], lexicon: Lexicon) -> list[tuple[Term, float]]:
    """What each learned term adds: its weight times its feature."""
    seen, length = _terms(zones)
    weights = map(lexicon.weights.get, seen)
    return [(term, weight * value / length) for (term, value), weight in zip(seen.items(), weights, strict=True) if weight is not None]


def _verdict(score: float, points: float, zones: Sequence[Zone], found: Sequence[Phrase], scoring: Scoring, known: Extent) -> Verdict:
    title, text = zones
    title_points = sum([phrase.weight for phrase in found if phrase.where == TITLE])
    if title_points < scoring.title_alone and any(hit.cue.kind is Kind.REVIEW for hit in title.hits):
        return Verdict.UNSURE
    told, needed = (title_points, scoring.title_alone) if known is Extent.HEADING else (points, scoring.par_phrases)
    par, other = scoring.limits(known)
    if score >= par and told >= needed:
        return Verdict.PAR
    enough = (
        len(text.words) >= ENOUGH_WORDS or any(phrase.weight for phrase in found) or (known is not Extent.TEXT and score <= other - SURER)
    )
    return Verdict.OTHER if score <= other and enough and not _ambiguous(zones, scoring) else Verdict.UNSURE


def _ambiguous(zones: Sequence[Zone], scoring: Scoring) -> bool:
    """Whether a title typed without marks may be strong PAR news: what speaks against it may be another word ("tháng tư" is no "tháng tù")."""
    title = zones[0]
    return not title.marked and any(hit.cue.kind is Kind.PAR and hit.cue.weight >= scoring.title_alone for hit in title.hits)


def _domain(found: Iterable[Phrase]) -> Domain | None:
    sums: dict[Domain, float] = {}
    for phrase in found:
        if phrase.domain is not None:
            sums[phrase.domain] = sums.get(phrase.domain, 0.0) + phrase.weight
    return max(sums, key=lambda domain: sums[domain], default=None)


def _drivers(found: Sequence[Phrase], learned: Sequence[tuple[Term, float]], zones: Sequence[Zone]) -> tuple[Phrase, ...]:
    ranked = sorted(learned, key=itemgetter(1))
    ends = {_named(term): points for term, points in (*ranked[:TERMS_SHOWN], *ranked[-TERMS_SHOWN:])}
    strongest = nlargest(TERMS_SHOWN, ends, key=lambda name: (abs(ends[name]), name))
    shown = [*found, *(_located(name, ends[name], zones) for name in strongest)]
    return tuple(sorted(shown, key=lambda phrase: (-abs(phrase.weight), phrase.where, phrase.start, phrase.text)))


def _located(name: str, points: float, zones: Sequence[Zone]) -> Phrase:
    first, _, second = name.partition(" ")
    for zone in zones:
        start = -1
        for _ in range(zone.words.count(first)):
            start = zone.words.index(first, start + 1)
            if not second or zone.words[start + 1 : start + 2] == [second]:
                return Phrase(name, zone.name, start, points)
    raise AssertionError(f"{name!r} was learned from no zone")


def _damage(zones: Iterable[Zone]) -> Phrase | None:
    for zone in zones:
        share = foreign_share(zone)
        if share > MAX_FOREIGN_SHARE:
            return Phrase(f"unreadable: {share:.0%} of its words are no Vietnamese syllables", zone.name, 0, 0.0)
    return None
