"""Knows where runs are kept: SQLite or Postgres behind the ports. Must not know what a run does.

The only place that imports SQLAlchemy. `open_store` gives the journal and the index of one tenant.
"""

from __future__ import annotations

from runtime.store.opening import Store, default_file, open_store
from runtime.store.payload import Cipher, PayloadError

__all__ = ["Cipher", "PayloadError", "Store", "default_file", "open_store"]
