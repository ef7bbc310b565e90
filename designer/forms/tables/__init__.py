"""Knows the editor of decision tables: rows of tests and results, as in a spreadsheet."""

EDITORS = {"table": "editor.TableEditor"}
