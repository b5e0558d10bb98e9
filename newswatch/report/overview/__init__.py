"""All units in one table: as text, as a workbook, as JSON. What stands in a line is decided in services."""
