"""Shows what ran before and what was edited. Must not know how a run is made.

`panel` is the tab, `run_list` and `edit_list` are its two lists, `run_rows` what a run shows.
"""
