"""Statements and notices in the shapes people want: letters, terminal tables, JSON. All is handed in; nothing here opens a file or a database."""
