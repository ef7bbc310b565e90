"""Asks what a connection needs, and whether one may go. Must not keep a secret: the vault does."""
