"""Is it PAR news? Lexicon, matching, classifier and signs of reposts; measuring on a corpus; phrases learned from people's decisions."""

from newswatch.core.classify.classifier import classify
from newswatch.core.classify.items import classify_item, names_programme

__all__ = ["classify", "classify_item", "names_programme"]
