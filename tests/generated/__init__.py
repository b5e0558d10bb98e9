"""Portals whose truth is known, made from a seed, watched by the real program and held against that truth.

Here live the makers of such worlds, the web server that shows them and the oracle. Tests that use them lie elsewhere: a slice in
`tests/services/test_generated_worlds.py`, thousands in `tests/heavy/worlds.py`.
"""
