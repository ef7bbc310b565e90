"""Knows how a JSON Schema becomes a form. Must not know step kinds, connectors or documents.

`field` is what every editor of one value is, `context` what editors may ask of the world around
them. The widget is chosen by the type of the field, never by the kind of the step.
"""
