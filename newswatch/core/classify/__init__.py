"""Is it PAR news? The lexicon, matching, the classifier and signs of reposts; measuring on a corpus, and phrases learned from people's decisions.

What a rule makes of a verdict lies in `count`, the phrases themselves in newswatch/data/lexicon.toml.
"""

from newswatch.core.classify.classifier import classify
from newswatch.core.classify.items import classify_item, names_programme

__all__ = ["classify", "classify_item", "names_programme"]
