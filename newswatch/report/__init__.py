"""Statements and notices in the shapes people and programs want: letters, terminal text, JSON.

Everything is handed in. Nothing here opens a file, reads the clock or knows the database.
"""
