"""Knows what an evaluation is asked for and how it ends. Must not know how it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from runtime.definition.json_value import JsonValue

CASE_ROOTS = ("input", "data", "steps", "run", "settings", "error", "results", "last")
"""Names that an expression may see at the top of its context."""

ROOTS = (*CASE_ROOTS, "item", "index")
"""The same, and what it sees inside of a loop."""

MAX_TEXT = 100_000
"""Characters of an expression that is evaluated."""

MAX_READ = 20_000
"""Characters of an expression that is parsed, to be checked or explained; parsing is slow."""

LIMIT_CODES = frozenset(
    {"D1011", "D1012", "D2015", "U1002", "expression.killed", "expression.limit"}
)
"""Codes of failures where a limit ended the evaluation: time, depth, length of a list, memory."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One expression with everything its result may depend on.

    Attributes:
        text: the JSONata text.
        context: the names the expression sees at the top (`data`, `input`, `steps`, …).
        now: what `$now` and `$millis` answer (aware, UTC).
        seed: where the sequence of `$random` and `$shuffle` starts; same seed, same numbers.
    """

    text: str
    context: Mapping[str, JsonValue]
    now: datetime
    seed: int


@dataclass(frozen=True, slots=True)
class Value:
    """The result. JSONata's "nothing" (a field that is not there) is None."""

    value: JsonValue


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no result.

    Attributes:
        code: JSONata's own code (`S…` syntax, `T…` type, `D…` while evaluating, `U…` limits), or
            `expression.syntax`, `.input`, `.result`, `.limit`, `.killed`, `.failed`.
        message: one sentence for the person who wrote the expression.
        offset: where in the text, counted in characters from 0; None when it is not known.
        token: the text at that place, where it is known.
    """

    code: str
    message: str
    offset: int | None = None
    token: str | None = None

    @property
    def is_limit(self) -> bool:
        """Whether a limit ended it, so that evaluating it again is dangerous."""
        return self.code in LIMIT_CODES


Outcome: TypeAlias = Value | Failure


@dataclass(frozen=True, slots=True)
class Limits:
    """What one evaluation may use; an administrator may set other figures.

    Attributes:
        timeout_ms: milliseconds of evaluation; one built-in function is not interrupted.
        max_stack_depth: nesting of calls.
        max_sequence_length: items of one list that the expression makes or walks over.
        max_text_length: characters that `$pad`, `$formatInteger` and date pictures may make.
        max_result_bytes: size of the result as JSON.
    """

    timeout_ms: int = 300
    max_stack_depth: int = 200
    max_sequence_length: int = 10_000
    max_text_length: int = 100_000
    max_result_bytes: int = 16 * 1024 * 1024
