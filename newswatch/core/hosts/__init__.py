"""Which hosts are a portal's own, and which addresses may be connected to. No name is resolved here, nothing is fetched."""
