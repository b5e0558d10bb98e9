"""What people's decisions teach about the PAR vocabulary, in Vietnamese for the keeper: the phrases found and what each would change."""

from collections.abc import Iterator
from typing import Any

from newswatch.core.classify.cue import Cue, Kind
from newswatch.core.classify.suggest import Effect, Suggested
from newswatch.core.model import Verdict
from newswatch.core.text import printable
from newswatch.report.vi.terms import VERDICTS

SHOWN = 5
"""How many items are named under a phrase; the others are counted."""
_TITLE = 70


def lines(found: Suggested) -> Iterator[str]:
    """Everything that `lexicon suggest` says."""
    yield f"Đã có {found.decided} mục do người xét, trong đó {found.overruled} mục máy xét khác."
    if not found.effects:
        yield "Chưa thấy cụm từ nào có trong ít nhất hai mục máy xét khác người mà không có trong mục nào được xét ngược lại."
        return
    yield f"Tìm được {len(found.effects)} cụm từ có thể thêm vào bảng từ vựng. Lệnh này không thay đổi gì; thêm cụm nào là do người quyết định."
    for number, effect in enumerate(found.effects, start=1):
        yield ""
        yield from _effect(number, effect)


def _effect(number: int, effect: Effect) -> Iterator[str]:
    suggestion = effect.suggestion
    side = "dấu hiệu của tin CCHC" if suggestion.verdict is Verdict.PAR else "dấu hiệu không phải tin CCHC"
    yield f"{number}. “{suggestion.phrase}”: {side}"
    yield f"   Có trong các mục máy xét khác người: {', '.join(map(str, suggestion.items))}."
    yield f"   Nếu thêm, máy sẽ xét giống người ở {len(effect.agreeing)}/{len(suggestion.items)} mục đó."
    yield from _flips(effect)
    yield f"   Để thêm, chép vào tệp từ vựng của đơn vị: {_written(suggestion.cue)}"


def _flips(effect: Effect) -> Iterator[str]:
    if not effect.flips:
        yield "   Không mục nào khác bị xét khác đi, số tin, bài của các tháng không đổi."
        return
    yield f"   {len(effect.flips)} mục chưa ai xét sẽ được xét khác đi:"
    for flip in effect.flips[:SHOWN]:
        yield f"     [{flip.item_id}] {printable(flip.title, _TITLE)}: {VERDICTS[flip.before]} → {VERDICTS[flip.after]}"
    if len(effect.flips) > SHOWN:
        yield f"     và {len(effect.flips) - SHOWN} mục nữa"
    yield f"   {_months(effect)}"


def _months(effect: Effect) -> str:
    if not effect.months:
        return "Số tin, bài của các tháng không đổi."
    told = "; ".join(f"{month.label} từ {before} thành {after}" for month, before, after in effect.months)
    return f"Số tin, bài sẽ đổi ở {len(effect.months)} tháng: {told}."


def _written(cue: Cue) -> str:
    domain = ', domain = "…"' if cue.kind is Kind.PAR else ""
    return f'kind = "{cue.kind}"{domain}, weight = {cue.weight:g}, text = ["{cue.text}"]'


def shape(found: Suggested) -> list[dict[str, Any]]:
    """The same as JSON: a list of phrases."""
    return [
        {
            "phrase": effect.suggestion.phrase,
            "verdict": str(effect.suggestion.verdict),
            "items": list(effect.suggestion.items),
            "agreeing": list(effect.agreeing),
            "flips": [{"id": f.item_id, "title": f.title, "before": str(f.before), "after": str(f.after)} for f in effect.flips],
            "months": [{"month": str(month), "before": before, "after": after} for month, before, after in effect.months],
        }
        for effect in found.effects
    ]
