"""Knows how connections were when they were last tried, and keeps that on disk. Holds no secret.

It is worth something and not needed: a file that cannot be read or written is passed over.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, cast

import platformdirs

from designer.document.moment import now
from runtime.definition.replacing import replace_file

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject

UNKNOWN: JsonObject = {"state": "unknown", "message": "", "at": ""}
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
        self._kept: dict[str, JsonObject] | None = None

    def of(self, name: str) -> JsonObject:
        """Return state, reason, message and moment of the last test; "unknown" before the first.

        The state is "unknown", "ok" or "failed"; the reason of a failure is "refused" (the
        credential), "unreachable" or "".
        """
        found = self._all().get(name, {}).get("health")
        return found if isinstance(found, dict) else dict(UNKNOWN)

    def expires(self, name: str) -> str:
        """Return the date on which the credential ends, as it was told; "" where nobody said."""
        return str(self._all().get(name, {}).get("expires") or "")

    def note(self, name: str, message: str = "", code: str = "") -> None:
        """Keep how a test went; no message means that it went well."""
        health: JsonObject = {
            "state": "failed" if message else "ok",
            "reason": _REASONS.get(code, ""),
            "message": message[:_MOST],
            "at": now().astimezone(UTC).isoformat(),
        }
        self._change(name, {"health": health})

    def untried(self, name: str, expires: str) -> None:
        """Say that a connection was set up otherwise: what was known of it does not hold now."""
        self._change(name, {"health": dict(UNKNOWN), "expires": expires})

    def forget(self, name: str) -> None:
        """Know nothing of a connection any more."""
        if self._all().pop(name, None) is not None:
            self._save()

    def rename(self, old: str, new: str) -> None:
        """Know the same under another name."""
        if (known := self._all().pop(old, None)) is not None:
            self._all()[new] = known
            self._save()

    def _change(self, name: str, more: JsonObject) -> None:
        self._all()[name] = {**self._all().get(name, {}), **more}
        self._save()

    def _all(self) -> dict[str, JsonObject]:
        if self._kept is None:
            self._kept = _read(self._path)
        return self._kept

    def _save(self) -> None:
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, json.dumps(self._all(), indent=1).encode())


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
