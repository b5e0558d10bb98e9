"""The Vietnamese that terminal, mail, page and documents share: terms, sentences, item names. No layout, and nothing of one medium."""
