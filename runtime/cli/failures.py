"""Knows how any exception becomes words, also one that nobody foresaw. Must not know commands."""

from __future__ import annotations

import secrets
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.errors import BatonError, InvalidWorkflowError

if TYPE_CHECKING:
    from runtime.definition.json_value import JsonObject, JsonValue

_NO_VAULT = "vault.unavailable"
_WORDS = ("what", "why", "next_step", "detail")


def words_of(error: Exception) -> dict[str, JsonValue]:
    """Returns "code", "what", "why", "next_step" and "detail" of an exception."""
    if isinstance(error, BatonError) or _is_of_a_connector(error):
        words: dict[str, JsonValue] = {n: str(getattr(error, n)) for n in ("code", *_WORDS)}
        if words["code"] == _NO_VAULT:
            words["next_step"] = _settings()
        return words
    return {
        "code": "unexpected",
        "what": "Baton stopped because of a fault of its own.",
        "why": "Something happened that it was not made for; cases stand where they were.",
        "next_step": f"Report it with the technical detail in {_keep(error)}.",
        "detail": f"{type(error).__name__}: {error}",
    }


def _settings() -> str:
    """Returns what to set where there is no vault: who reads it here can set variables."""
    from runtime.vault.errors import SETTINGS

    return SETTINGS


def more_of(error: Exception) -> JsonObject:
    """Returns what the object for programs has beside the error."""
    return dict(error.report) if isinstance(error, ReportedError) else {}


def _is_of_a_connector(error: Exception) -> bool:
    # By module, because importing the tree of connectors costs time that most errors need not.
    return any(c.__module__ == "connectors.errors" for c in type(error).__mro__)


def _keep(error: Exception) -> Path:
    """Writes the technical detail to a file and returns its path."""
    from platformdirs import user_log_path

    text = "".join(traceback.format_exception(error))
    name = f"fault-{secrets.token_hex(4)}.txt"
    for folder in (user_log_path("baton", appauthor=False), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        except OSError:
            continue
        return folder / name
    return Path(name)


class ReportedError(InvalidWorkflowError):
    """A workflow cannot run; `report` is what `--json` shows beside the error."""

    def __init__(self, error: BatonError, report: JsonObject) -> None:
        super().__init__(error.what, why=error.why, next_step=error.next_step, detail=error.detail)
        self.report = report
