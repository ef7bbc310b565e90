"""A connector made of data for tests of the kit. Must not know what they check."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import yaml

from connectors.connector import Connector, Session
from connectors.credential import Connection, Credential
from connectors.http.timing import Timing
from connectors.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pydantic import JsonValue

    from connectors.http.channel import Observer

T = TypeVar("T")

MANIFEST = """
id: small
version: 1
title: Small
description: A system for tests.
base_url: {title: Address, example: "https://small.example"}
settings_schema:
  {type: object, additionalProperties: false, properties: {region: {type: string}}}
auth:
  - {id: nothing, title: No sign-in, kind: none}
  - {id: basic, title: User and password, kind: basic}
  - {id: bearer, title: Token, kind: bearer}
  - {id: key, title: Key, kind: api_key, header: X-Small-Key, prefix: "k "}
limits: {attempts: 3, failures: 4, open_for: 30, longest_pause: 5, timeout: 2, connect_timeout: 1}
test: get_job
operations:
  - id: get_job
    title: Get a job
    description: Reads a job.
    effect: read
    input_schema: {type: object, additionalProperties: false, properties: {code: {type: string}}}
    output_schema: {type: object}
    example_output: {}
    call: {method: GET, path: /job, query: {code: {input: code}}}
  - id: get_named
    title: Get a named job
    description: Reads a job by its address.
    effect: read
    input_schema: {type: object, properties: {name: {type: string}}}
    output_schema: {type: string}
    example_output: x
    call: {method: GET, path: "/jobs/{name}", result: job.title}
  - id: list_jobs
    title: List jobs
    description: Reads all jobs.
    effect: read
    input_schema: {type: object, properties: {state: {type: string}}}
    output_schema: {type: array}
    example_output: []
    call:
      method: GET
      path: /jobs
      query: {state: {input: state}}
      paging: {offset: offset, limit: limit, size: 2, items: jobs}
  - id: create_job
    title: Create a job
    description: Creates a job.
    effect: write
    verify:
      operation: get_job
      inputs: {code: {input: code}}
      hits: jobs
      match: {code: {input: code}, owner: {input: owner}}
    input_schema:
      type: object
      additionalProperties: false
      required: [code]
      properties:
        code: {type: string, minLength: 2}
        hours: {type: integer}
        day: {type: string, format: date}
        owner: {type: [string, "null"]}
        kind: {enum: [a, b]}
    output_schema: {type: object}
    example_output: {}
    call:
      method: POST
      path: /job
      key_header: Idempotency-Key
      body: {job: {code: {input: code}, hours: {input: hours}, source: {value: baton}}}
  - id: delete_job
    title: Delete a job
    description: Deletes a job.
    effect: write
    no_verify_reason: The system forgets deleted jobs.
    input_schema: {type: object}
    output_schema: {type: "null"}
    example_output: null
    call: {method: DELETE, path: /job}
"""
SMALL = Connector(Manifest.model_validate(yaml.safe_load(MANIFEST)))


class TestClock:
    """Time that passes only when somebody sleeps."""

    __test__ = False

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    @property
    def timing(self) -> Timing:
        """What a session takes."""
        return Timing(monotonic=lambda: self.now, sleep=self.sleep, jitter=lambda: 1.0)


def with_session(
    url: str,
    act: Callable[[Session], Awaitable[T]],
    *,
    credential: Credential | None = None,
    clock: TestClock | None = None,
    connector: Connector = SMALL,
    observe: Observer | None = None,
    settings: dict[str, JsonValue] | None = None,
) -> T:
    """Open a session over a connection, do something with it, and return what came out."""
    connection = Connection(
        "Small", "small", url, settings or {}, credential or Credential("nothing")
    )

    async def run() -> T:
        timing = (clock or TestClock()).timing
        async with connector.session(connection, timing=timing, observe=observe) as session:
            return await act(session)

    return asyncio.run(run())
