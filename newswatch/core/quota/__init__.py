"""The rule of the quota: its clause, its seven readings, what past scores say of them, the forecast of a month. Nothing here knows items' origin."""
