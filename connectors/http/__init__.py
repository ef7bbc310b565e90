"""Speaks HTTP: the only package that imports httpx. Must not know any system of the catalogue."""
