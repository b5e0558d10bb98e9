"""What proves the record: the chain of a unit's ledger, and what the files beside the database are. No bytes are read here."""
