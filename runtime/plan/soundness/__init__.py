"""Knows whether every case of a drawing comes to its end, whatever its data are. Runs nothing."""
