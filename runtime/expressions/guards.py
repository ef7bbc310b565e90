"""Knows the built-in functions that are replaced: clock, chance, and text of any length.

Must not know who evaluates or why. `$now`, `$millis`, `$random`, `$shuffle` and the default parts
of `$toMillis` come from the request, so the same request gives the same result on any machine on
any day. `$pad`, `$formatInteger` and date pictures cannot be interrupted while they work, so what
they may produce is bounded before they start. All else is left to the evaluator's own functions.
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import TYPE_CHECKING, cast

from runtime.expressions.static_look import guards_needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.expressions.engine import Compile, CompiledText
    from runtime.expressions.evaluation import Evaluation, Limits

_COMPONENT = re.compile(r"\[\[|\[\s*([A-Za-z])")
_NUMBER = re.compile(r"\d+")
_WIDTHS = re.compile(r",([^,\]]*)\]")
_MASK = (1 << 64) - 1
_MAX_ROMAN = 1_000_000
_MAX_WIDTH = 18
"""Digits of one part of a date; beyond, the library computes out of its own range and dies."""
_DATE_PARTS = (
    ("Y", "[Y0001]", "%Y"),
    ("M", "[M01]", "%m"),
    ("D", "[D01]", "%d"),
    ("H", "[H01]", "%H"),
    ("m", "[m01]", "%M"),
    ("s", "[s01]", "%S"),
)
_STANDS_FOR = {"X": "Y", "x": "M", "d": "D", "h": "H", "P": "H"}
_UNIX_START = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - timezone.utc is quicker to load nothing else


class GuardError(ValueError):
    """A replaced function refuses; the text begins with JSONata's code."""


class Guards:
    """The replacements of one thread: they answer for the request that `begin` named last.

    Args:
        limits: bounds for text that one function may produce.
        compile_text: the evaluating library, for the functions as they are.
    """

    def __init__(self, limits: Limits, compile_text: Compile) -> None:
        self._compile_text = compile_text
        self._limits = limits
        self._state = 0
        self._now = _UNIX_START
        self._helpers: dict[str, CompiledText] = {}

    def begin(self, request: Evaluation) -> None:
        """Sets clock and chance for the evaluation that follows on this thread."""
        self._now = request.now
        self._state = request.seed & _MASK

    def install(self, text: str, expression: CompiledText) -> bool:
        """Replaces what the text needs replaced; returns whether that is anything."""
        needed = guards_needed(text)
        replacements = self._replacements() if needed else {}
        for name in needed:
            expression.register_override(name, replacements[name])
        return bool(needed)

    def _replacements(self) -> dict[str, Callable[..., object]]:
        return {
            "now": self._now_text,
            "millis": self._millis,
            "random": self._random,
            "shuffle": self._shuffle,
            "toMillis": self._to_millis,
            "fromMillis": self._from_millis,
            "pad": self._pad,
            "formatInteger": self._format_integer,
        }

    # --- clock ---------------------------------------------------------------------------------

    def _millis(self, *_: object) -> int:
        return int((self._now - _UNIX_START).total_seconds() * 1000)

    def _now_text(self, *arguments: object) -> object:
        return self._from_millis(self._millis(), *arguments)

    def _from_millis(self, *arguments: object) -> object:
        if len(arguments) > 1 and isinstance(arguments[1], str):
            _refuse_wide_picture(arguments[1])
        return self._original("fromMillis", arguments)

    def _to_millis(self, *arguments: object) -> object:
        text, picture = (*arguments, None, None)[:2]
        if not (isinstance(text, str) and isinstance(picture, str)):
            return self._original("toMillis", arguments)
        _refuse_wide_picture(picture)
        missing = _leading_parts_missing(picture)
        today = "-".join(self._now.strftime(code).zfill(2) for _, _, code in missing)
        ahead = "-".join(part for _, part, _ in missing)
        if not missing:
            return self._original("toMillis", arguments)
        return self._original("toMillis", (f"{today}-{text}", f"{ahead}-{picture}"))

    # --- chance --------------------------------------------------------------------------------

    def _random(self, *_: object) -> float:
        return (self._next() >> 11) / (1 << 53)

    def _next(self) -> int:
        """SplitMix64 (Steele, Lea, Flood 2014): short, and the same on every version for ever."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def _shuffle(self, *arguments: object) -> object:
        if len(arguments) != 1:
            raise GuardError(f"T0410: Argument count mismatch: expected 1, got {len(arguments)}")
        if arguments[0] is None:
            return None
        if not isinstance(arguments[0], list):
            return [arguments[0]]
        cards = list(cast("list[object]", arguments[0]))
        for last in range(len(cards) - 1, 0, -1):
            other = self._next() % (last + 1)
            cards[last], cards[other] = cards[other], cards[last]
        return cards

    # --- length --------------------------------------------------------------------------------

    def _pad(self, *arguments: object) -> object:
        if arguments and arguments[0] is None:
            return None
        width, unit = next(iter(arguments[1:]), 0), next(iter(arguments[2:]), " ")
        length = len(unit) if isinstance(unit, str) else 1
        if isinstance(width, (int, float)) and abs(width) * length > self._limits.max_text_length:
            raise GuardError(self._too_long("$pad"))
        return self._original("pad", arguments)

    def _format_integer(self, *arguments: object) -> object:
        number, picture = (*arguments, None, None)[:2]
        roman = isinstance(picture, str) and "i" in picture.casefold()
        if roman and isinstance(number, (int, float)) and abs(number) > _MAX_ROMAN:
            raise GuardError(self._too_long("$formatInteger"))
        return self._original("formatInteger", arguments)

    def _too_long(self, function: str) -> str:
        most = self._limits.max_text_length
        return f"D2015: {function} was asked for a text of more than {most} characters."

    def _original(self, name: str, arguments: tuple[object, ...]) -> object:
        """Calls the built-in itself, through an expression that does nothing else."""
        if arguments and arguments[0] is None:
            return None
        names = [f"a{place}" for place in range(len(arguments))]
        call = f"${name}({','.join('$' + each for each in names)})"
        helper = self._helpers.get(call)
        if helper is None:
            helper = self._helpers[call] = self._compile_text(call)
        bindings = dict(zip(names, arguments, strict=True))
        return helper.evaluate(None, bindings, timeout=self._limits.timeout_ms)


def _refuse_wide_picture(picture: str) -> None:
    widths = [width for asked in _WIDTHS.findall(picture) for width in _NUMBER.findall(asked)]
    if any(len(width) > len(str(_MAX_WIDTH)) or int(width) > _MAX_WIDTH for width in widths):
        raise GuardError("D2015: The date picture asks for more digits than a date can have.")


def _leading_parts_missing(picture: str) -> tuple[tuple[str, str, str], ...]:
    """Returns the parts, year first, that stand before the first part the picture names."""
    found = {_STANDS_FOR.get(part, part) for part in _COMPONENT.findall(picture)}
    if not found:
        return ()
    day_of_year = "[d" in picture
    order = [name for name, _, _ in _DATE_PARTS]
    first = next((place for place, name in enumerate(order) if name in found), len(order))
    return _DATE_PARTS[: 1 if day_of_year and "Y" not in found else first]
