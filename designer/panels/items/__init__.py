"""Shows what happened to each item of a list that a run went through, as items by steps.

`panel` is the tab, `table` its rows, `words` how a cell reads, `sieve` finds rows, `loops` and
`fold` hold what the events tell. No kind of step is known: the events tell which one has items.
"""
