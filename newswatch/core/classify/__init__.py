"""Is it PAR news? The lexicon, matching, the classifier and signs of reposts; measuring on a corpus, and phrases learned from people's decisions.

What a rule makes of a verdict lies in `count`, the phrases themselves in newswatch/data/lexicon.toml.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newswatch.core.classify.classifier import classify
    from newswatch.core.classify.items import classify_item, names_programme

__all__ = ["classify", "classify_item", "names_programme"]
_HOME_OF = {"classify": "classifier", "classify_item": "items", "names_programme": "items"}


def __getattr__(name: str) -> Any:
    """Loads what a name stands for when it is first asked for: the settings need the lexicon alone, and most commands classify nothing."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(__import__(f"{__name__}.{_HOME_OF[name]}", fromlist=[name]), name)
    return found
