"""Keeps runs as tests, runs them again and shows what differs. Must not know how a run is made.

Test data, comparison and recording need no Qt: `case`, `compare`, `reached`, `recording`,
`changing`. What a person sees is `panel` and the two dialogs.
"""
