"""Knows what is said of each connection, in words and order. Must not know Qt or any secret."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from connectors.connector import load
from connectors.errors import ConnectorError
from designer.document.changes.steps import title_of
from designer.document.counts import counted
from designer.library.offers import marked_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from designer.document.model import Model
    from runtime.step import Kind

SOON = 14
"""Days before the end of a credential from which on it is told."""
_NEAR = ("Expires today", "Expires tomorrow")


@dataclass(frozen=True, slots=True)
class State:
    """How a connection is.

    Attributes:
        word: one or two words.
        icon: an icon of the designer.
        tone: "ok", "waiting", "failed" or "".
        sentence: what it means and what to do; "" where the word says all.
        remedy: what a person wishes for to mend it: "replace", or "".
    """

    word: str
    icon: str
    tone: str
    sentence: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Connected:
    """One connection, as it is shown.

    Attributes:
        title: what its system is called.
        is_here: whether it is set up on this computer.
        tested: when it was last tried, as people say it.
        uses: id and name of the steps of the open workflow that use it.
        is_wanted: whether the open workflow names it.
        elsewhere: names of the other workflows of this computer that use it, as far as is known.
    """

    name: str
    title: str
    connector: str
    environment: str
    address: str
    is_here: bool
    state: State
    tested: str
    uses: tuple[tuple[str, str], ...]
    is_wanted: bool
    elsewhere: tuple[str, ...] = ()

    @property
    def workflows(self) -> int:
        """How many workflows use it, the open one included."""
        return len(self.elsewhere) + bool(self.uses)

    def has(self, words: Sequence[str]) -> bool:
        """Whether all words stand somewhere in what is shown of it."""
        steps = " ".join(title for _, title in self.uses)
        parts = (
            *(self.name, self.title, self.environment, self.address, self.state.word, steps),
            *self.elsewhere,
        )
        text = " ".join(parts).casefold()
        return all(word in text for word in words)


def rows(
    found: Iterable[Mapping[str, Any]],
    wanted: Mapping[str, str],
    used: Mapping[str, Sequence[tuple[str, str]]],
    now: datetime,
    elsewhere: Mapping[str, Sequence[str]] | None = None,
) -> list[Connected]:
    """Return the connections, those of the open workflow first.

    Args:
        found: what the engine lists.
        wanted: names that the workflow declares, each with its connector.
        used: steps by the name of the connection they use.
        now: the moment of looking.
        elsewhere: names of other workflows by the name of the connection they use.
    """
    here = {str(row["name"]): row for row in found}
    names = [*wanted, *sorted(name for name in here if name not in wanted)]
    made: list[Connected] = []
    for name in names:
        row, needs = here.get(name), wanted.get(name, "")
        steps = tuple(used.get(name, ()))
        if row is None:
            each = _missing(name, needs, steps)
        else:
            each = _present(row, needs, steps, now, is_wanted=name in wanted)
        made.append(replace(each, elsewhere=tuple((elsewhere or {}).get(name, ()))))
    return made


def uses(model: Model, kinds: Mapping[str, Kind[Any]]) -> dict[str, list[tuple[str, str]]]:
    """Return which steps of a workflow use each connection: id and name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for step, node in model.nodes.items():
        kind = kinds.get(str(node.get("kind")))
        params = node.get("params")
        field = marked_field(kind, "connection") if kind is not None else ""
        name = params.get(field) if field and isinstance(params, dict) else None
        if isinstance(name, str) and name:
            found.setdefault(name, []).append((step, title_of(model, step)))
    return found


def title_of_connector(connector: str) -> str:
    """Return what a connector's system is called; its id where nobody knows."""
    try:
        return load(connector).manifest.title if connector else "No system chosen"
    except ConnectorError:
        return connector


def _missing(name: str, connector: str, steps: tuple[tuple[str, str], ...]) -> Connected:
    state = State(
        "Not connected yet",
        "warning",
        "waiting",
        "The workflow names it, and this computer does not know yet where it leads.",
    )
    title = title_of_connector(connector)
    return Connected(
        name, title, connector, "", "", is_here=False, state=state, tested="", uses=steps,
        is_wanted=True,
    )  # fmt: skip


def _present(
    row: Mapping[str, Any],
    needs: str,
    steps: tuple[tuple[str, str], ...],
    now: datetime,
    *,
    is_wanted: bool,
) -> Connected:
    health: Mapping[str, Any] = row.get("health") or {}
    at = str(health.get("at") or "")
    return Connected(
        str(row["name"]),
        str(row["title"]),
        str(row["connector"]),
        str(row["environment"]),
        str(row["address"]),
        is_here=True,
        state=_state(row, needs, now.astimezone().date()),
        tested=f"Tested {ago(at, now)}" if at else "",
        uses=steps,
        is_wanted=is_wanted,
    )


def _state(row: Mapping[str, Any], needs: str, today: date) -> State:
    if needs and needs != row["connector"]:
        why = f"The workflow needs {title_of_connector(needs)}; connect one under this name."
        return State("Another system", "error", "failed", why)
    if not row["bound"]:
        why = "This Baton has no connector of that name; install the version that has it."
        return State("No connector", "error", "failed", why)
    if row["credential"] is None:
        why = "The credentials of this computer are locked."
        return State("Locked", "lock", "waiting", why)
    if not row["credential"] and _needs_credential(str(row["connector"])):
        return State("No credential", "key", "failed", "Its sign-in is not kept here.", "replace")
    return _ending(str(row.get("expires") or ""), today) or _of_health(row)


def _ending(expires: str, today: date) -> State | None:
    """Return what is said of a credential that ends soon, None for all others."""
    try:
        left = (date.fromisoformat(expires[:10]) - today).days
    except ValueError:
        return None
    if left < 0:
        return State(
            "Expired", "error", "failed", "The system takes its sign-in no more.", "replace"
        )
    if left > SOON:
        return None
    word = _NEAR[left] if left < len(_NEAR) else f"Expires in {left} days"
    return State(word, "clock", "waiting", "Cases stop when its sign-in ends.", "replace")


def _of_health(row: Mapping[str, Any]) -> State:
    health: Mapping[str, Any] = row.get("health") or {}
    if health.get("state") == "ok":
        return State("Ready", "tick", "ok")
    if health.get("state") != "failed":
        return State("Not tested yet", "help", "")
    words = {"refused": "Refused", "unreachable": "Unreachable"}
    word = words.get(str(health.get("reason")), "Does not work")
    remedy = "replace" if health.get("reason") == "refused" else ""
    return State(word, "error", "failed", str(health.get("message") or ""), remedy)


@lru_cache(maxsize=64)
def _needs_credential(connector: str) -> bool:
    try:
        return all(scheme.fields for scheme in load(connector).manifest.auth)
    except ConnectorError:
        return False


_STEPS = ((60, "second"), (3600, "minute"), (86_400, "hour"), (10**12, "day"))


def ago(moment: str, now: datetime) -> str:
    """Return how long ago a moment was, as people say it."""
    try:
        seconds = max(0, int((now - datetime.fromisoformat(moment)).total_seconds()))
    except (ValueError, TypeError):
        return "at an unknown time"
    size = 1
    for most, unit in _STEPS:
        if seconds < most:
            count = seconds // size
            return "just now" if unit == "second" else f"{counted(count, unit)} ago"
        size = most
    return moment
