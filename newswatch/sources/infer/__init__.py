"""Understands a page that no profile describes, and proposes a profile for it. A poll comes here only where a profile leaves something to guess."""
