"""Knows how kept messages reach the cases that wait for them. Must not know where they are kept."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from runtime.errors import BatonError, DuplicateError, RefusedError
from runtime.events.model import Actor, GroupStarted, MessageAwaited, MessageSent
from runtime.kernel.signals import Deliver

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from runtime.kernel.signals import Signal
    from runtime.ports import Batch, Clock, Delivery, Post

_log = logging.getLogger(__name__)

AGAIN = 1.0
"""Seconds after which a delivery that failed is tried again."""


class Postman:
    """Brings messages to cases, one after the other.

    Args:
        post: where messages are kept.
        clock: waits between tries.
        send: delivers a signal to a case; returns when what follows is durable.
    """

    def __init__(
        self, post: Post, clock: Clock, send: Callable[[str, Signal], Awaitable[None]]
    ) -> None:
        self._post = post
        self._clock = clock
        self._send = send
        self._wanted = asyncio.Event()
        self._wanted.set()  # a process that is gone may have left messages undelivered
        self._idle = asyncio.Event()

    def look(self) -> None:
        """There may be something to deliver."""
        self._wanted.set()
        self._idle.clear()

    def see(self, batch: Batch) -> None:
        """Looks again when a case has begun to wait for a message, or has sent one."""
        for event in batch.events:
            begins = isinstance(event, GroupStarted) and event.awaits
            if begins or isinstance(event, MessageSent | MessageAwaited):
                self.look()

    @property
    def idle(self) -> bool:
        """Whether nothing is known that could be delivered."""
        return not self._wanted.is_set()

    async def rested(self) -> None:
        """Waits until nothing is known that could be delivered."""
        await self._idle.wait()

    async def keep(self) -> None:
        """Delivers for as long as the host lives."""
        while True:
            await self._wanted.wait()
            if not await self._round():
                await self._clock.sleep(AGAIN)

    async def _round(self) -> bool:
        """Delivers what can be delivered; returns whether all went well."""
        try:
            found = self._post.deliveries()
            while found:
                await self._bring(found[0])
                found = self._post.deliveries()
        except BatonError as error:
            _log.error("Messages cannot be delivered: %s", error)
            return False
        self._wanted.clear()
        self._idle.set()
        return True

    async def _bring(self, found: Delivery) -> None:
        """Gives a case a message; one that does not wait any more is not asked again."""
        actor = Actor(found.by)
        signal = Deliver(
            found.message, found.name, found.key, found.content, late=found.late, actor=actor
        )
        try:
            await self._send(found.run, signal)
        except RefusedError:
            self._post.forget(found.run, found.token, found.port)
        except DuplicateError:
            pass  # another case was first
