"""Makes the httpx client: timeouts, TLS by the system's own trust store, proxy. Knows no system."""

from __future__ import annotations

import logging
import ssl
from typing import TYPE_CHECKING

import httpx
import truststore

from connectors.errors import MisconfiguredError

if TYPE_CHECKING:
    from connectors.credential import Connection
    from connectors.manifest import Limits


def open_client(connection: Connection, limits: Limits) -> httpx.AsyncClient:
    """Return a client for one connection; the caller closes it.

    Redirects are not followed: a redirect could carry a credential to another host.

    Raises:
        MisconfiguredError: the address is none, or holds a user or password.
    """
    _check_address(connection)
    _keep_wire_logs_quiet()
    return httpx.AsyncClient(
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        proxy=connection.proxy,
        timeout=httpx.Timeout(limits.timeout, connect=limits.connect_timeout),
        limits=httpx.Limits(
            max_connections=limits.concurrency + 1, max_keepalive_connections=limits.concurrency
        ),
        headers={"User-Agent": "Baton"},
        trust_env=False,
        follow_redirects=False,
    )


def _check_address(connection: Connection) -> None:
    try:
        address = httpx.URL(connection.base_url)
    except httpx.InvalidURL:
        address = httpx.URL()
    if address.scheme in {"http", "https"} and address.host and not address.userinfo:
        return
    raise MisconfiguredError(
        f'The address of the connection "{connection.name}" cannot be used.',
        why="It must start with http:// or https:// and hold no user or password.",
        next_step="Correct the address of the connection.",
    )


def _keep_wire_logs_quiet() -> None:
    # These loggers print addresses and headers as they are, so a secret could reach a log file.
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
