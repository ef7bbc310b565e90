"""Finds catalogue entries by listing folders and opens them. Must not know any of them by name."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from connectors.connector.session import Session
from connectors.errors import MisconfiguredError
from connectors.manifest import Manifest, read_manifest

if TYPE_CHECKING:
    from connectors.connector.session import HooksFactory
    from connectors.credential import Connection
    from connectors.http.channel import Observer
    from connectors.http.timing import Timing

_CATALOG = Path(__file__).parent.parent / "catalog"


@dataclass(frozen=True)
class Connector:
    """A catalogue entry, ready to open sessions.

    Args:
        manifest: what it offers.
        folder: where its icon, help and examples lie; None for one made in memory.
        hooks: makes its hooks, if it has some.
    """

    manifest: Manifest
    folder: Path | None = None
    hooks: HooksFactory | None = None

    @property
    def help(self) -> str:
        """The help page, in Markdown."""
        return self._file("help.md").read_text(encoding="utf-8")

    @property
    def icon(self) -> bytes:
        """The icon, as SVG."""
        return self._file("icon.svg").read_bytes()

    def session(
        self,
        connection: Connection,
        *,
        timing: Timing | None = None,
        observe: Observer | None = None,
    ) -> Session:
        """Return a session over a connection; enter it with `async with`.

        Args:
            connection: where to, and with which credential.
            timing: clock and sleep; None: the real ones.
            observe: called after each exchange on the wire, with no secret in it.

        Raises:
            MisconfiguredError: on entering, when settings or credential do not fit the manifest.
        """
        return Session(self.manifest, self.hooks, connection, timing=timing, observe=observe)

    def _file(self, name: str) -> Path:
        if self.folder is None:
            message = f"{self.manifest.id} was made in memory and has no {name}"
            raise FileNotFoundError(message)
        return self.folder / name


def load_catalog() -> tuple[str, ...]:
    """Return the ids of all catalogue entries, sorted; reads folder names only."""
    return tuple(sorted(path.parent.name for path in _CATALOG.glob("*/manifest.yaml")))


@cache
def load(connector_id: str) -> Connector:
    """Open one catalogue entry; the others are not read.

    Raises:
        MisconfiguredError: there is no such entry.
        ManifestError: its manifest cannot be read.
    """
    if connector_id not in load_catalog():
        raise MisconfiguredError(
            f'There is no connector "{connector_id}".',
            why=f"The catalogue has: {', '.join(load_catalog())}.",
            next_step="Choose one of these for the connection.",
        )
    folder = _CATALOG / connector_id
    return Connector(read_manifest(folder / "manifest.yaml"), folder, _hooks_of(folder))


def _hooks_of(folder: Path) -> HooksFactory | None:
    if not (folder / "hooks.py").exists():
        return None
    module = importlib.import_module(f"connectors.catalog.{folder.name}.hooks")
    return cast("HooksFactory", module.Hooks)
