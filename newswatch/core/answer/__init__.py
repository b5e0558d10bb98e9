"""Is the answer of a server the article that was asked for? What a page shows, what it is taken for, garbled text, and when to ask again.

No parser and no network: the facts of a page are handed in by `sources.read.showing`.
"""
