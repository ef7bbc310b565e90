"""Knows the editor of forms that people fill in: fields, their order, what is asked of each."""

EDITORS = {"form": "editor.FormEditor"}
