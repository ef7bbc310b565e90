"""Runs workflows durably, stores and publishes them. Knows no Qt and nothing of the designer."""
