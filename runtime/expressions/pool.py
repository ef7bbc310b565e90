"""Knows how to evaluate in processes that can be killed. Must not know what is evaluated, or why.

A process answers one request at a time. What the guards cannot stop (one built-in function on a
large list, memory) ends its process: after the wall-clock limit it is killed, a dead one is
replaced at the next request, and the caller gets a failure that says so.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING

from runtime.expressions.evaluation import Failure, Limits
from runtime.expressions.pool_worker import (
    READY,
    decode_outcome,
    encode_request,
    serve,
)
from runtime.expressions.values import UnfitValueError, prepared

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from types import TracebackType

    from runtime.expressions.evaluation import Evaluation, Value

_START_SECONDS = 60.0
_END_SECONDS = 5.0
_DEFAULT_LIMITS = Limits()
_TOO_SLOW = "The expression did not end in time and was stopped."
_DIED = "The expression needed more memory than it may use, or broke its process, and was stopped."
_NO_START = "The process that evaluates expressions does not start."


@dataclass(frozen=True, slots=True)
class PoolSize:
    """How much the pool may use.

    Attributes:
        processes: how many expressions are evaluated at the same time.
        memory_bytes: what one process may claim beyond its start, where the system can bound it.
        seconds: wall-clock time of one evaluation.
    """

    processes: int = 2
    memory_bytes: int = 768 * 1024 * 1024
    seconds: float = 0.8


_DEFAULT_SIZE = PoolSize()


class EvaluatorPool:
    """Evaluates in separate, persistent processes; they start when they are first needed.

    Args:
        limits: what one evaluation may use inside its process.
        size: how many processes, and what one may use.
    """

    def __init__(self, limits: Limits = _DEFAULT_LIMITS, *, size: PoolSize = _DEFAULT_SIZE) -> None:
        self._workers = [_Worker(limits, size) for _ in range(size.processes)]
        self._idle = list(self._workers)
        self._free = asyncio.Semaphore(size.processes)
        self._threads = ThreadPoolExecutor(size.processes, thread_name_prefix="expressions")

    async def evaluate(self, request: Evaluation) -> Value | Failure:
        """Returns the value or the failure; raises for no text and no context.

        The wait for a free process does not count against the wall-clock limit.
        """
        try:
            payload = encode_request(replace(request, context=prepared(request.context)))
        except (UnfitValueError, TypeError, ValueError) as error:
            return Failure("expression.input", f"The expression cannot be given its data: {error}.")
        async with self._free:
            worker = self._idle.pop()
            running = asyncio.get_running_loop().run_in_executor(
                self._threads, worker.answer, payload
            )
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                worker.kill()
                await asyncio.wait((running,))
                raise
            finally:
                self._idle.append(worker)

    async def close(self) -> None:
        """Ends all processes; nothing can be evaluated afterwards."""
        for worker in self._workers:
            worker.kill()
        await asyncio.to_thread(self._threads.shutdown)
        for worker in self._workers:
            worker.forget()

    async def __aenter__(self) -> EvaluatorPool:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


class _Worker:
    """One process and its pipe; used by one thread at a time, but may be killed from any."""

    def __init__(self, limits: Limits, size: PoolSize) -> None:
        self._limits = limits
        self._size = size
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def answer(self, payload: bytes) -> Value | Failure:
        """Sends a request and waits for its answer, at most the wall-clock limit."""
        pipe = self._connected()
        if pipe is None:
            return Failure("expression.killed", _NO_START)
        try:
            pipe.send_bytes(payload)
            if pipe.poll(self._size.seconds):
                return decode_outcome(pipe.recv_bytes())
        except (EOFError, OSError):
            self.forget()
            return Failure("expression.killed", _DIED)
        self.forget()
        return Failure("expression.killed", _TOO_SLOW)

    def kill(self) -> None:
        """Ends the process at once; the thread that waits for it then gets a failure."""
        process = self._process
        if process is not None:
            with suppress(ValueError):  # the other thread has closed it in the meantime
                process.kill()

    def forget(self) -> None:
        """Ends the process and frees what belongs to it."""
        self.kill()
        if self._process is not None:
            self._process.join(_END_SECONDS)
            self._process.close()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def _connected(self) -> Connection | None:
        """Returns the pipe of a living process, started if there is none."""
        if self._process is not None and not self._process.is_alive():
            self.forget()
        if self._pipe is None:
            self._start()
        return self._pipe

    def _start(self) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=serve, args=(theirs, self._limits, self._size.memory_bytes), daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        try:
            ready = ours.poll(_START_SECONDS) and ours.recv_bytes() == READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.forget()
