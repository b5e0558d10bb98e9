"""What a rule file asks for of evidence: read from words, kept in one form, every fault told, and without a say in the count or the rule's digest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_tables import rule, rule_table, shipped_rule

from newswatch.core.model import Channel
from newswatch.core.quota.evidence import Demand, as_text, unmet
from newswatch.core.quota.rule import Rule
from newswatch.core.record.files import EvidenceKind
from newswatch.errors import ConfigError

A, B, C, D = EvidenceKind.URL, EvidenceKind.CAPTURE, EvidenceKind.PICTURE, EvidenceKind.LOG_LINE
KINDS = st.sampled_from(EvidenceKind)
Said = tuple[str, "frozenset[frozenset[EvidenceKind]]"]


def asked(text: str) -> Demand:
    """What a rule asks for of an article, as its file says it."""
    return rule(evidence={"portal": text}).evidence.get(Channel.PORTAL, ())


@pytest.mark.parametrize(
    ("text", "demand"),
    [
        ("url", ((A,),)),
        ("url + capture", ((A,), (B,))),
        ("capture and url", ((A,), (B,))),
        ("url or capture", ((A, B),)),
        ("log line + (audio or script)", ((D,), (EvidenceKind.AUDIO, EvidenceKind.SCRIPT))),
        ("Log  Line\tAND ( Script OR audio )", ((D,), (EvidenceKind.AUDIO, EvidenceKind.SCRIPT))),
        ("url or capture + picture", ((A, B), (A, C))),
        ("url + (url or capture)", ((A,),)),
        ("((((url))))", ((A,),)),
        ("log page", ((EvidenceKind.LOG_PAGE,),)),
        ("", ()),
        ("   ", ()),
    ],
)
def test_what_is_asked_for_is_read(text: str, demand: Demand) -> None:
    """`+` and `and` mean both and bind closer than `or`; parentheses group; capitals and blanks don't matter; what is needless is left out."""
    assert asked(text) == demand


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("url + sound or film", "unknown words 'sound', 'film'"),
        ("urls", "unknown words 'urls'"),
        ("url capture", "expected '+' or 'or' before 'capture'"),
        ("(url + capture", "expected ')' at the end"),
        ("url + capture)", "expected '+' or 'or' before ')'"),
        ("url +", "expected a kind of evidence at the end"),
        ("or url", "expected a kind of evidence before 'or'"),
        ("()", "expected a kind of evidence before ')'"),
        ("url & capture", "unknown words '&'"),
        ("url or " * 60 + "url", "expected at most 300 characters"),
        ("(" * 21 + "url" + ")" * 21, "20 parentheses"),
    ],
)
def test_what_is_no_demand_is_told(text: str, fault: str) -> None:
    """The fault names the key, what was found and how it is written."""
    with pytest.raises(ConfigError) as caught:
        asked(text)
    (problem,) = caught.value.problems
    assert problem.startswith("thu.evidence.portal: ")
    assert fault in problem


def test_all_faults_of_the_table_are_told_at_once() -> None:
    """Two wrong texts and a channel that there is not are three faults."""
    with pytest.raises(ConfigError) as caught:
        rule(evidence={"portal": "urls", "loudspeaker": "audio or", "loudspeakers": "audio"})
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "thu.evidence.loudspeakers",
        "thu.evidence.portal",
        "thu.evidence.loudspeaker",
    ]
    assert "did you mean 'loudspeaker'?" in caught.value.problems[0]


def _one(kind: EvidenceKind) -> Said:
    return kind.value, frozenset([frozenset([kind])])


def _joined(parts: tuple[Said, Said, bool]) -> Said:
    """Two texts joined, with every set of kinds that is enough for both or for either."""
    (left, enough), (right, also), both = parts
    ways = frozenset(one | other for one in enough for other in also) if both else enough | also
    return f"({left}) {'+' if both else 'or'} ({right})", ways


TEXTS = st.recursive(KINDS.map(_one), lambda inner: st.tuples(inner, inner, st.booleans()).map(_joined), max_leaves=5)


@given(TEXTS, st.frozensets(KINDS))
def test_nothing_lacks_just_where_the_words_are_met(said: Said, at_hand: frozenset[EvidenceKind]) -> None:
    """Of any text and any evidence at hand nothing is lacking just where one of the ways that the words name is at hand."""
    text, ways = said
    assert (unmet(asked(text), at_hand) == ()) is any(way <= at_hand for way in ways)


@given(TEXTS)
def test_what_is_asked_for_has_one_form(said: Said) -> None:
    """Written out again as a rule file says it, it is read as the same."""
    demand = asked(said[0])
    assert asked(as_text(demand)) == demand


@given(TEXTS, st.frozensets(KINDS))
def test_what_lacks_completes_it(said: Said, at_hand: frozenset[EvidenceKind]) -> None:
    """One kind of each lacking choice, whichever, is enough; and no kind at hand is among them."""
    demand = asked(said[0])
    lacks = unmet(demand, at_hand)
    assert unmet(demand, at_hand | {choice[-1] for choice in lacks}) == ()
    assert not at_hand & {kind for choice in lacks for kind in choice}


def test_the_digest_of_a_rule_says_nothing_of_evidence() -> None:
    """Statements name their rule by what bears on the count, so a rule that begins to ask for evidence restates nothing."""
    plain, asking = rule(), rule(evidence={"portal": "url + capture"})
    assert plain != asking
    assert (plain.digest, plain.text) == (asking.digest, asking.text)


def test_the_digests_of_shipped_rules_stand() -> None:
    """Those that were stated under before rules could ask for evidence."""
    assert {name: shipped_rule(name).digest[:16] for name in ("quang-dien-2614", "hue-3241")} == {
        "quang-dien-2614": "25fc768661ca57dc",
        "hue-3241": "a5f3f52a9c3fa95e",
    }


def test_the_commune_s_rules_ask_for_what_the_plan_may_mean() -> None:
    """An article has its address and its page kept, a broadcast its line in the log and the recording or what was read out; a plan asks for nothing."""
    demand = shipped_rule("quang-dien-2614").evidence
    assert {channel.value: as_text(asked) for channel, asked in demand.items()} == {
        "portal": "url + capture",
        "loudspeaker": "log line + (audio or script)",
    }
    assert shipped_rule("hue-3241").evidence == demand
    assert shipped_rule("phuoc-an-2026").evidence == {}


def test_a_unit_may_ask_for_other_evidence() -> None:
    """On one channel, the other one stays; a person's unit may also ask for none. A confirmed reading stays confirmed."""
    asking = rule(evidence={"portal": "url", "loudspeaker": "audio"}, reading_status="confirmed", confirmed_by="12/PNV")
    changed = asking.with_overrides({"evidence": {"portal": "", "loudspeaker": "log page"}}, "units[1].rule")
    assert changed.evidence == {Channel.LOUDSPEAKER: ((EvidenceKind.LOG_PAGE,),)}
    assert asking.with_overrides({"evidence": {"portal": "capture"}}, "u").evidence[Channel.LOUDSPEAKER] == ((EvidenceKind.AUDIO,),)
    assert changed.confirmed_by == "12/PNV"


def test_a_rule_that_asks_for_nothing_is_as_before() -> None:
    """A rule file without the table asks for no evidence."""
    assert Rule.from_table(rule_table(), "thu").evidence == {}
