"""The SQLite file: typed reads and few writes, one module a noun. SQL is known nowhere else; nothing here judges."""
