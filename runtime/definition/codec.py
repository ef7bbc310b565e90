"""Knows the canonical text of a definition and its digest. Must not know disks or step kinds.

Canonical: names sorted, steps by id, edges by source, port, target and key, one attribute per
line, short lists of plain values on one line, UTF-8, a newline at the end. So a version diff in
any tool reads well, and equal definitions have equal digests.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from runtime.definition.definition import Definition
from runtime.definition.plain import as_object, parse

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonValue

_INDENT = "  "
_LINE = 80
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def loads(text: str | bytes) -> Definition:
    """Parse a workflow file of any known format.

    Raises:
        DefinitionError: the text is not a workflow; nothing else is ever raised.
    """
    return Definition.of_plain(as_object(parse(text)))


def dumps(definition: Definition) -> str:
    """Write the canonical text."""
    return canonical(definition.document()) + "\n"


def digest(definition: Definition) -> str:
    """Return the content address of a definition: "sha256:" and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(dumps(definition).encode()).hexdigest()


def canonical(value: JsonValue, indent: str = "") -> str:
    """Write any plain JSON value in the canonical form, without a final newline."""
    if isinstance(value, dict):
        lines = [
            f"{_scalar(name)}: {canonical(member, indent + _INDENT)}"
            for name, member in sorted(value.items())
        ]
        return _block("{", lines, "}", indent)
    if isinstance(value, list):
        flat = not any(isinstance(item, dict | list) for item in value)
        line = f"[{', '.join(_scalar(item) for item in value)}]" if flat else ""
        if flat and len(line) <= _LINE:
            return line
        return _block("[", [canonical(item, indent + _INDENT) for item in value], "]", indent)
    return _scalar(value)


def _block(start: str, lines: list[str], end: str, indent: str) -> str:
    if not lines:
        return start + end
    inner = f",\n{indent}{_INDENT}".join(lines)
    return f"{start}\n{indent}{_INDENT}{inner}\n{indent}{end}"


def _scalar(value: JsonValue) -> str:
    return _ENCODER.encode(value)
