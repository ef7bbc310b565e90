"""Knows the editors of formulas: expressions, conditions, texts, mappings. Names no step kind."""

EDITORS = {
    "condition": "condition.ConditionEditor",
    "expression": "expression.ExpressionEditor",
    "mapping": "mapping.MappingEditor",
    "text": "text.TextEditor",
}
