"""The quota's rule: its clause, its seven readings, what past scores say of them, the forecast of a month.

The rule counts numbers of items. Which items count is decided in `count`.
"""
