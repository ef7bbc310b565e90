"""Knows how plain values are edited: text, numbers, choices, lists. Must not know formulas."""

from __future__ import annotations

EDITORS = {
    "any": "texts.AnyEditor",
    "array": "lists.ListEditor",
    "assignee": "people.AssigneeEditor",
    "boolean": "choices.ToggleEditor",
    "calendar": "references.CalendarEditor",
    "choices": "references.LiveEditor",
    "connection": "references.ConnectionEditor",
    "date": "dates.DayEditor",
    "date-time": "dates.MomentEditor",
    "duration": "durations.DurationEditor",
    "enum": "choices.ChoiceEditor",
    "integer": "numbers.IntegerEditor",
    "inputs": "inputs.InputsEditor",
    "json": "texts.JsonEditor",
    "money": "numbers.MoneyEditor",
    "named": "named.NamedEditor",
    "number": "numbers.NumberEditor",
    "object": "objects.ObjectEditor",
    "operation": "references.OperationEditor",
    "person": "references.PersonEditor",
    "schedule": "schedules.ScheduleEditor",
    "secret": "secrets.SecretEditor",
    "several": "several.SeveralEditor",
    "step": "references.StepEditor",
    "string": "texts.TextEditor",
    "workflow": "references.WorkflowEditor",
}
