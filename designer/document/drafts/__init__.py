"""Knows how every edit is kept on disk until it is saved, and after. Must not know windows.

`lines` is the form of a journal, `shrinking` says one in fewer words, `journal` writes one while a
workflow is open, `shelf` finds them.
"""
