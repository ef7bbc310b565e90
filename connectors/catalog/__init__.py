"""The catalogue: one folder a system, found by listing. Entries must not know each other."""
