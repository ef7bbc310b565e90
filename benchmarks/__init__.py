"""Measures Baton against its targets, its peers and the disk. Must not assert anything about time.

Nothing of the product imports this package.
"""
