"""Preloaded by the process that forks: the killed processes begin with what is made here.

Must not be imported by tests: it lets the catalogue lead to the connectors of the tests. What a
life would import by itself only when it needs it is named here, because it costs half of a life.
"""

from __future__ import annotations

from importlib import import_module

from tests.helpers import killed_process

NEEDED_LATER = (
    "anyio._backends._asyncio",
    "connectors.connector.declared",
    "connectors.connector.session",
    "connectors.http.auth",
    "connectors.http.channel",
    "connectors.http.timing",
    "filelock",
    "httpcore",
    "jsonatapy",
    "runtime.store.sqlite",
)

for _name in NEEDED_LATER:
    import_module(_name)
killed_process.warm_up()
