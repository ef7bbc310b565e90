"""Knows how connections were when they were last tried, and keeps that on disk. Holds no secret.

It is worth something and not needed: a file that cannot be read or written is passed over. Several
windows keep it together, so nobody writes what it read a while ago.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, cast

import platformdirs
from filelock import FileLock, Timeout

from designer.document.moment import now
from runtime.definition.replacing import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.definition.json_value import JsonObject

UNKNOWN: JsonObject = {"state": "unknown", "message": "", "at": ""}
_PATIENCE = 2.0
"""Seconds for which another window may hold the file."""
_MOST = 600
"""Characters of a message that are kept."""
_REASONS = {
    "connector.authentication": "refused",
    "connector.forbidden": "refused",
    "connector.transient": "unreachable",
    "connector.rate_limited": "unreachable",
    "connector.circuit_open": "unreachable",
}


class Health:
    """How each connection was when it was last tried, and when its credential expires.

    Args:
        path: the file; None is the one in the user's folder for Baton.
    """

    def __init__(self, path: Path | None = None) -> None:
        folder = Path(platformdirs.user_data_dir("baton", appauthor=False))
        self._path = path or folder / "connection-health.json"

    def of(self, name: str) -> JsonObject:
        """Return state, reason, message and moment of the last test; "unknown" before the first.

        The state is "unknown", "ok" or "failed"; the reason of a failure is "refused" (the
        credential), "unreachable" or "".
        """
        found = _read(self._path).get(name, {}).get("health")
        return found if isinstance(found, dict) else dict(UNKNOWN)

    def expires(self, name: str) -> str:
        """Return the date on which the credential ends, as it was told; "" where nobody said."""
        return str(_read(self._path).get(name, {}).get("expires") or "")

    def note(self, name: str, message: str = "", code: str = "") -> None:
        """Keep how a test went; no message means that it went well."""
        health: JsonObject = {
            "state": "failed" if message else "ok",
            "reason": _REASONS.get(code, ""),
            "message": message[:_MOST],
            "at": now().astimezone(UTC).isoformat(),
        }
        self._add(name, {"health": health})

    def untried(self, name: str, expires: str) -> None:
        """Say that a connection was set up otherwise: what was known of it does not hold now."""
        self._add(name, {"health": dict(UNKNOWN), "expires": expires})

    def forget(self, name: str) -> None:
        """Know nothing of a connection any more."""

        def change(known: dict[str, JsonObject]) -> None:
            known.pop(name, None)

        self._change(change)

    def rename(self, old: str, new: str) -> None:
        """Know the same under another name."""

        def change(known: dict[str, JsonObject]) -> None:
            if old in known:
                known[new] = known.pop(old)

        self._change(change)

    def _add(self, name: str, more: JsonObject) -> None:
        def change(known: dict[str, JsonObject]) -> None:
            known[name] = {**known.get(name, {}), **more}

        self._change(change)

    def _change(self, change: Callable[[dict[str, JsonObject]], None]) -> None:
        """Change what is on disk now; other windows wait meanwhile."""
        with suppress(OSError, Timeout):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), timeout=_PATIENCE):
                known = _read(self._path)
                change(known)
                replace_file(self._path, json.dumps(known, indent=1).encode())


def _read(path: Path) -> dict[str, JsonObject]:
    try:
        found: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = cast("dict[str, object]", found) if isinstance(found, dict) else {}
    return {
        name: cast("JsonObject", known)
        for name, known in entries.items()
        if isinstance(known, dict)
    }
