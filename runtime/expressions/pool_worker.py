"""Knows what a pool process does: limits itself, then answers one request after another.

Must not know asyncio, the pool or the rest of the runtime; it imports little, to start fast.
Requests and answers are JSON on a pipe, never pickles: a process that runs hostile text is not
trusted with more than data.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, cast

import orjson

from runtime.expressions.evaluation import Evaluation, Failure, Limits, Value
from runtime.expressions.in_process import InProcessEvaluator

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from runtime.definition.json_value import JsonObject

READY = b"ready"
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - one name less to import


def encode_request(request: Evaluation) -> bytes:
    """Returns the request as JSON; its context must be plain JSON already."""
    micros = (request.now - _EPOCH) // timedelta(microseconds=1)
    body = [request.text, request.context, micros, str(request.seed)]
    return orjson.dumps(body)


def decode_request(payload: bytes) -> Evaluation:
    """Returns the request that `encode_request` wrote."""
    text, context, micros, seed = cast("tuple[str, JsonObject, int, str]", orjson.loads(payload))
    return Evaluation(text, context, _EPOCH + timedelta(microseconds=micros), int(seed))


def encode_outcome(outcome: Value | Failure) -> bytes:
    """Returns an outcome as JSON."""
    if isinstance(outcome, Value):
        return orjson.dumps([outcome.value])
    return orjson.dumps([outcome.code, outcome.message, outcome.offset, outcome.token])


def decode_outcome(payload: bytes) -> Value | Failure:
    """Returns the outcome that `encode_outcome` wrote."""
    body = cast("list[object]", orjson.loads(payload))
    if len(body) == 1:
        return Value(cast("JsonObject", body[0]))
    return Failure(*cast("tuple[str, str, int | None, str | None]", tuple(body)))


def serve(pipe: Connection, limits: Limits, memory_bytes: int) -> None:
    """Answers requests until the pipe closes; the body of a pool process."""
    _go_quiet()
    _limit_memory(memory_bytes)
    evaluator = InProcessEvaluator(limits)
    pipe.send_bytes(READY)
    while True:
        try:
            request = decode_request(pipe.recv_bytes())
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send_bytes(encode_outcome(evaluator.evaluate(request)))


def _go_quiet() -> None:
    """Keeps what a dying library prints, which may quote data, off everybody's terminal."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _address_space() -> int:
    """Returns what is reserved already: an allocator may claim a gigabyte and use nothing of it."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _limit_memory(memory_bytes: int) -> None:
    """Bounds the address space and forbids core files; Windows and macOS have no such bound."""
    if sys.platform == "win32":
        return
    import resource

    most_space = _address_space() + memory_bytes
    for kind, most in ((resource.RLIMIT_AS, most_space), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # macOS refuses; the wall-clock limit still stands
            continue
