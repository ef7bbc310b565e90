"""Knows a small case that formulas are typed for. Must not know the editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "data": {
            "type": "object",
            "properties": {
                "deal": {
                    "type": "object",
                    "title": "Deal",
                    "properties": {
                        "amount": {"type": "number", "title": "Contract value"},
                        "terms": {"type": "integer", "title": "Payment terms"},
                        "region": {"enum": ["EMEA", "APAC"], "type": "string"},
                        "signed": {"type": "string", "format": "date"},
                        "urgent": {"type": "boolean"},
                    },
                },
                "contact": {"type": "string", "x-baton-personal": True},
                "lines": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "sku": {"type": "string"},
                            "price": {"type": "number"},
                        },
                    },
                },
            },
        },
        "steps": {
            "type": "object",
            "properties": {
                "check_margin": {
                    "type": "object",
                    "title": "Check margin",
                    "properties": {"margin": {"type": "number"}},
                }
            },
        },
        "settings": {
            "type": "object",
            "properties": {"floor": {"type": "number", "title": "Margin floor"}},
        },
    },
}
SAMPLE: JsonObject = {
    "data": {
        "deal": {"amount": 184_000, "terms": 45, "region": "EMEA", "urgent": True},
        "contact": "someone@example.com",
        "lines": [{"sku": "A1", "price": 10.5}, {"sku": "B2", "price": 99}],
    },
    "steps": {"check_margin": {"margin": 0.18}},
    "settings": {"floor": 0.22},
}
SMALL: JsonObject = {"data": {"deal": {"amount": 900, "terms": 30}}, "settings": {"floor": 0.22}}
