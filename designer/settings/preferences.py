"""Knows what one person has set on this machine, and keeps it on disk. Must not know Qt.

Nothing here is needed to open a workflow: a file that cannot be read is put aside, and the window
starts as on the first day.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.definition.replacing import replace_file

FORMAT = 1
RECENT = 12
"""So many files are remembered."""

ThemeChoice = Literal["light", "dark", "contrast", "system"]


class Preferences(BaseModel):
    """What a person has set.

    Attributes:
        theme: "system" follows the machine.
        recent: paths of workflow files, the last one first.
        window, docks: where window and docks stood, in Qt's own coding as base64.
        bottom: whether the lower panels were open.
        actor: who the person is in test runs ("user:analyst").
        roles: roles of that person in test runs.
        data_as_json: whether data of a run are shown as JSON rather than in words.
        data_masked: whether personal data are hidden there and in what is copied.
        given: by id of a workflow, what its start form was last filled in with.
        given_forms: by id of a workflow, that start form, whose fields may be called otherwise now.
        troubles: by id of a workflow, which of its connections fail in tests.
        test_results: by id of a workflow, what last came of its saved tests.
    """

    model_config = ConfigDict(validate_assignment=True)

    format: int = FORMAT
    theme: ThemeChoice = "system"
    recent: tuple[str, ...] = ()
    window: str = ""
    docks: str = ""
    bottom: bool = False
    reduced_motion: bool = False
    actor: str = Field(default="user:me", min_length=1, max_length=200)
    roles: tuple[str, ...] = ()
    data_as_json: bool = False
    data_masked: bool = False
    given: dict[str, Any] = {}
    given_forms: dict[str, Any] = {}
    troubles: dict[str, Any] = {}
    test_results: dict[str, Any] = {}

    def opened(self, path: Path) -> None:
        """Put a file first among the recent ones."""
        name = str(path)
        self.recent = (name, *(other for other in self.recent if other != name))[:RECENT]

    def forget(self, path: str) -> None:
        """Take a file out of the recent ones."""
        self.recent = tuple(other for other in self.recent if other != path)


class PreferencesFile:
    """The file that keeps them.

    Args:
        path: where; by default in the folder that the system has for this.

    Attributes:
        message: one sentence for the person when the file could not be read; "" otherwise.
    """

    def __init__(self, path: Path | None = None) -> None:
        folder = Path(platformdirs.user_config_dir("baton", appauthor=False))
        self.path = path or folder / "designer.json"
        self.message = ""

    def load(self) -> Preferences:
        """Return what is set; never raises. A damaged file is kept under another name."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return Preferences()
        except OSError as error:
            self.message = (
                f"Your settings cannot be read ({error.strerror}): the usual ones are used."
            )
            return Preferences()
        try:
            found = Preferences.model_validate_json(text)
        except ValidationError:
            return self._put_aside("are damaged")
        return found if found.format <= FORMAT else self._put_aside("are of a newer Baton")

    def save(self, preferences: Preferences) -> bool:
        """Write them so that after a crash the file is the old or the new one, whole.

        Returns:
            False where the folder cannot be written to; the window works on without.
        """
        return self.write(self.written(preferences))

    def written(self, preferences: Preferences) -> bytes:
        """Return them as they stand in the file."""
        return preferences.model_dump_json(indent=1).encode()

    def write(self, text: bytes) -> bool:
        """Do the second half of `save`, also in another thread."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, text)
        except OSError:
            return False
        return True

    def _put_aside(self, why: str) -> Preferences:
        aside = self.path.with_name(
            f"{self.path.stem}.{secrets.token_hex(3)}.kept{self.path.suffix}"
        )
        try:
            self.path.replace(aside)
            kept = f" They are kept as {aside.name}."
        except OSError:
            kept = ""
        self.message = f"Your settings {why}: the usual ones are used.{kept}"
        return Preferences()
