"""Decides whether a title and text are PAR news. The lexicon's phrases and learned words add up to a classification that names what drove it.

What is made of an article that could not be read, and of bulletins without a text, is decided in `items`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from math import sqrt

from newswatch.core.classify.lexicon import Kind, Lexicon
from newswatch.core.classify.matching import MAX_FOREIGN_SHARE, TEXT, TITLE, Zone, find, foreign_share, terms
from newswatch.core.model import Classification, Domain, Phrase, Verdict

SECTION = "section"
SECTION_POINTS = 1.0
"""What a section named after PAR adds: a hint in the lexicon's own scale, since portals also file PAR news under "Nội chính" and other news under PAR."""
TITLE_TERM = 2.0
"""How often a word of the title counts against one of the text. Chosen by hand: 1 and 3 change 5 and 2 of the 813 verdicts on tests/corpus."""
TERMS_SHOWN = 3
"""How many learned words a classification names. Chosen by hand, so that reasons stay readable."""
ENOUGH_WORDS = 8
"""A text of fewer words is other only if a phrase was found. Chosen by hand: less than a sentence. The texts of tests/corpus have 14 words or more."""


def classify(title: str, text: str, lexicon: Lexicon, section: str = "") -> Classification:
    """Classifies an item from its title and main text alone: would a district Home Affairs office take it as PAR news?

    `section` is the heading under which the portal files the item. It is a weak hint, for it can contradict the text. The phrases of the
    classification are what drove it, strongest first, learned words included. Each has the points it added; its `where` is title, text or section.

    An empty text means that the article could not be read. A strong title then still gives par, but nothing gives other, since what was not
    read is not known. Where the title is all there ever was, as in many loudspeaker logs, it is handed in as the text too.
    Text that is no readable Vietnamese is unsure, with the reason as its one phrase. An `other` without phrases means that none fired.
    The head of newswatch/data/lexicon.toml tells how phrases and learned words add up.
    """
    zones = (find(TITLE, title, lexicon), find(TEXT, text, lexicon))
    if damage := _damage(zones):
        return Classification(Verdict.UNSURE, None, (damage,), lexicon.digest)
    found = [*_silenced(zones, _phrases(zones, lexicon)), *_section(section, lexicon)]
    learned = _opinions(zones, lexicon)
    points = _points(found, lexicon)
    opinion = lexicon.learned_bias + sum(learned.values())
    score = lexicon.scoring.phrase_share * points + lexicon.scoring.learned_share * opinion
    verdict = _verdict(score, points, zones, found, lexicon)
    domain = None if verdict is Verdict.OTHER else _domain(found)
    return Classification(verdict, domain, _drivers(found, learned, zones), lexicon.digest, round(score, 4))


def features(zones: Iterable[Zone]) -> dict[str, float]:
    """The terms that the learned weights speak about, scaled to unit length. Those of the title count `TITLE_TERM` times."""
    seen = _terms(zones)
    length = _length(seen)
    return {name: value / length for name, value in seen.items()}


def _terms(zones: Iterable[Zone]) -> dict[str, float]:
    seen: dict[str, float] = {}
    for zone in sorted(zones, key=lambda zone: zone.name == TITLE):
        seen.update(dict.fromkeys(terms(zone), TITLE_TERM if zone.name == TITLE else 1.0))
    return seen


def _length(seen: Mapping[str, float]) -> float:
    return sqrt(sum([value * value for value in seen.values()])) or 1.0


def _phrases(zones: Iterable[Zone], lexicon: Lexicon) -> Iterator[Phrase]:
    """Every cue found, with its points. They are fewer outside the title, and half as many each time the cue comes again."""
    times: dict[str, int] = {}
    for zone in zones:
        for hit in zone.hits:
            again = times.get(hit.cue.text, 0)
            times[hit.cue.text] = again + 1
            points = hit.cue.weight * _share(zone.name, hit.start, lexicon) / 2**again
            yield Phrase(hit.cue.text, zone.name, hit.start, points, hit.cue.domain)


def _share(zone: str, start: int, lexicon: Lexicon) -> float:
    if zone == TITLE:
        return 1.0
    return lexicon.scoring.lead if start < lexicon.scoring.lead_words else lexicon.scoring.tail


def _silenced(zones: Iterable[Zone], found: Iterable[Phrase]) -> list[Phrase]:
    """The phrases, without those for PAR within reach of a cue that cancels them."""
    reach = [(zone.name, hit.start - hit.cue.cancels, hit.end + hit.cue.cancels) for zone in zones for hit in zone.hits if hit.cue.cancels]
    return [p for p in found if p.weight <= 0 or not any(p.where == zone and a <= p.start < b for zone, a, b in reach)]


def _section(section: str, lexicon: Lexicon) -> list[Phrase]:
    if not section:
        return []
    hits = [hit for hit in find(TITLE, section, lexicon).hits if hit.cue.kind is Kind.PAR]
    return [Phrase(hit.cue.text, SECTION, hit.start, SECTION_POINTS, hit.cue.domain) for hit in hits[:1]]


def _points(found: Iterable[Phrase], lexicon: Lexicon) -> float:
    """The sum of the phrases. The text counts up to a limit, so that a long report on everything is not PAR by its length."""
    text = sum(phrase.weight for phrase in found if phrase.where == TEXT)
    rest = sum(phrase.weight for phrase in found if phrase.where != TEXT)
    return _within(rest + _within(text, lexicon.scoring.text_cap), lexicon.scoring.cap)


def _within(points: float, limit: float) -> float:
    return max(-limit, min(limit, points))


def _opinions(zones: Iterable[Zone], lexicon: Lexicon) -> dict[str, float]:
    """What each learned term adds: its weight times its feature."""
    weights, seen = lexicon.learned, _terms(zones)
    length = _length(seen)
    return {name: weights[name] * value / length for name, value in seen.items() if name in weights}


def _verdict(score: float, points: float, zones: Sequence[Zone], found: Sequence[Phrase], lexicon: Lexicon) -> Verdict:
    scoring = lexicon.scoring
    title, text = zones
    title_points = sum(phrase.weight for phrase in found if phrase.where == TITLE)
    told, needed = (points, scoring.par_phrases) if text.words else (title_points, scoring.title_alone)
    if title_points < scoring.title_alone and any(hit.cue.kind is Kind.REVIEW for hit in title.hits):
        return Verdict.UNSURE
    if score >= scoring.par and told >= needed:
        return Verdict.PAR
    seen_enough = len(text.words) >= ENOUGH_WORDS or (text.words and found)
    return Verdict.OTHER if score <= scoring.other and seen_enough else Verdict.UNSURE


def _domain(found: Iterable[Phrase]) -> Domain | None:
    sums: dict[Domain, float] = {}
    for phrase in found:
        if phrase.domain is not None:
            sums[phrase.domain] = sums.get(phrase.domain, 0.0) + phrase.weight
    return max(sums, key=lambda domain: sums[domain], default=None)


def _drivers(found: Sequence[Phrase], learned: Mapping[str, float], zones: Sequence[Zone]) -> tuple[Phrase, ...]:
    strongest = nlargest(TERMS_SHOWN, learned, key=lambda name: abs(learned[name]))
    shown = [*found, *(_located(name, learned[name], zones) for name in strongest)]
    return tuple(sorted(shown, key=lambda phrase: (-abs(phrase.weight), phrase.where, phrase.start, phrase.text)))


def _located(name: str, points: float, zones: Sequence[Zone]) -> Phrase:
    sought = name.split()
    for zone in zones:
        for start in range(len(zone.words)):
            if list(zone.words[start : start + len(sought)]) == sought:
                return Phrase(name, zone.name, start, points)
    raise AssertionError(f"{name!r} was learned from no zone")


def _damage(zones: Iterable[Zone]) -> Phrase | None:
    for zone in zones:
        share = foreign_share(zone)
        if share > MAX_FOREIGN_SHARE:
            return Phrase(f"unreadable: {share:.0%} of its words are no Vietnamese syllables", zone.name, 0, 0.0)
    return None
