"""Workbooks: the sheet as an office prints it, and the list of items, which mails, documents and evidence packs share. Letters are not made here."""
