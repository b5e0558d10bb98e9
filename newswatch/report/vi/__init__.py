"""The Vietnamese that terminal, mail, page and documents share: terms, sentences, names of items. No layout."""
