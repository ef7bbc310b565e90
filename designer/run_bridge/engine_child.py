"""Knows what the engine does for the window, in its own process. Must not know Qt.

Runs live in the journal, not here: whenever this process dies, the next one goes on with them. Each
request names the journal, so that the first one after a start opens it.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from designer.run_bridge import system_requests
from designer.run_bridge.called_workflows import in_folder
from designer.run_bridge.orders import TestOrder
from designer.run_bridge.serving import Channel, serve
from designer.run_bridge.stand_in import asked_at, requester, stand_in, voted
from designer.run_bridge.streams import Streams
from designer.run_bridge.system_requests import SystemRequests
from designer.run_bridge.systems import Systems
from runtime.debug import Bench, Options, Pin, SimulatedAnswer, Trouble
from runtime.definition.definition import Definition
from runtime.errors import BatonError, InvalidWorkflowError, RefusedError
from runtime.events.model import SYSTEM, Actor
from runtime.events.run_ids import new_run_id
from runtime.steps import kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from designer.run_bridge.serving import Handler
    from runtime.definition.json_value import JsonObject, JsonValue
    from runtime.events.model import Recorded, RunStarted

_BROKE = "It held the runtime for good, again and again, and was stopped."
_RUNS, _LOOKS = "runs", "looks"
LANES = {
    "start": _RUNS,
    "proceed": _RUNS,
    "cancel": _RUNS,
    "edit_data": _RUNS,
    "arrange": _RUNS,
    "answer": _RUNS,
    "resolve": _RUNS,
    "follow": _LOOKS,
    "leave": _LOOKS,
    "runs": _LOOKS,
    "tasks": _LOOKS,
    "ping": "pulse",
    **system_requests.LANES,
}

_MEND = "“Problems” lists everything that is wrong."


class EngineChild:
    """Serves the window's requests on one event loop, which has a thread of its own.

    Args:
        channel: where what happens in runs is told.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._loop = asyncio.new_event_loop()
        self._opened: Bench | None = None
        self._opening = asyncio.Lock()
        self._streams: Streams | None = None
        self._systems = Systems()
        self._begun: dict[str, JsonObject] = {}
        threading.Thread(target=self._loop.run_forever, daemon=True, name="engine").start()

    def handlers(self) -> dict[str, Handler]:
        """Return what does each request, by its name."""
        of_systems = SystemRequests(self._systems)
        found: dict[str, Handler] = {}
        for name in LANES:
            knows = of_systems if name in system_requests.LANES else self
            found[name] = self._waits_for(getattr(knows, f"do_{name}"))
        return found

    def _waits_for(self, work: Callable[[Any], Coroutine[Any, Any, JsonValue]]) -> Handler:
        def handle(args: JsonObject) -> JsonValue:
            return asyncio.run_coroutine_threadsafe(work(args), self._loop).result()

        return handle

    async def _bench(self, args: JsonObject) -> Bench:
        """Return the bench on the journal that a request names; the first request opens it."""
        stop = cast("list[str]", args.get("stop") or [])
        async with self._opening:
            if self._opened is not None:
                return self._opened
            bench = self._opened = await self._open(args, stop)
        for run in stop:
            with suppress(BatonError):  # it has ended, or another process has it now
                await bench.runtime.cancel(run, actor=SYSTEM, reason=_BROKE)
        return bench

    async def _open(self, args: JsonObject, stop: list[str]) -> Bench:
        """Open a bench; where that fails, nothing of it stays, and the next request tries again."""
        evaluator: Any = None
        if args.get("careful"):
            from runtime.expressions import EvaluatorPool

            evaluator = EvaluatorPool()
        url = cast("str", args.get("url")) or None
        connections = self._systems.bound
        bench = Bench.open(url, connections=connections, evaluator=evaluator, leave=stop)
        bench.remark = self._remark
        streams = Streams(bench.runtime, self._loop, self._channel.tell)
        bench.runtime.listen(streams.take)
        await bench.__aenter__()
        self._streams = streams
        return bench

    def _remark(self, run: str, step: str, sentence: str) -> None:
        self._channel.tell("remark", {"run": run, "step": step, "sentence": sentence})

    # --- runs -------------------------------------------------------------------------------------

    async def do_start(self, args: JsonObject) -> JsonValue:
        """Begin a test run as an `order` says; with the same `moment` and `chance` only once."""
        bench = await self._bench(args)
        order = TestOrder.model_validate(args["order"])
        definition = Definition.from_document(cast("Any", order.document))
        more: dict[str, Any] = {
            "actor": Actor(order.actor, order.roles),
            "options": options_of(order),
            "dry": order.dry,
            "library": await in_folder(order.folder, definition, kinds()),
            "new": _new_run(args),
        }
        try:
            if order.from_run:
                return await bench.run_from(order.from_run, order.from_step, definition, **more)
            return await bench.start(definition, order.given, key=order.key, **more)
        except InvalidWorkflowError as error:
            known = {"why": error.why, "detail": error.detail}
            raise InvalidWorkflowError(error.what, **known, next_step=_MEND) from error

    async def do_follow(self, args: JsonObject) -> JsonValue:
        """Tell all that happens in a `run` from its event number `from` on."""
        bench = await self._bench(args)
        run = _text(args, "run")
        drawing = bench.runtime.drawing(run) if args.get("document") else None
        if self._streams is not None:
            await self._streams.follow(run, cast("int", args.get("from", 0)))
        return drawing

    async def do_leave(self, args: JsonObject) -> JsonValue:
        """Tell nothing of a `run` any more."""
        if self._streams is not None:
            self._streams.leave(_text(args, "run"))

    async def do_proceed(self, args: JsonObject) -> JsonValue:
        """Let a paused run go on; with `each` to the next step only."""
        bench, run = await self._bench(args), _text(args, "run")
        if args.get("each"):
            await bench.next_step(run, actor=_actor(args))
        else:
            await bench.go_on(run, actor=_actor(args))

    async def do_cancel(self, args: JsonObject) -> JsonValue:
        """Stop a run for a `reason`."""
        bench = await self._bench(args)
        reason = _text(args, "reason")
        await bench.runtime.cancel(_text(args, "run"), actor=_actor(args), reason=reason)

    async def do_edit_data(self, args: JsonObject) -> JsonValue:
        """Replace the case `data` of a paused run."""
        bench = await self._bench(args)
        await bench.runtime.edit_data(_text(args, "run"), args["data"], actor=_actor(args))

    async def do_arrange(self, args: JsonObject) -> JsonValue:
        """Make a test run up as an `order` says from here on."""
        bench = await self._bench(args)
        order = TestOrder.model_validate(args["order"])
        definition = Definition.from_document(cast("Any", order.document))
        options = options_of(order)
        run = _text(args, "run")
        await bench.arrange(run, options, actor=_actor(args), definition=definition)

    async def do_answer(self, args: JsonObject) -> JsonValue:
        """Answer a `task` in somebody's name."""
        bench = await self._bench(args)
        run, task = _text(args, "run"), _text(args, "task")
        row = next((row for row in bench.runtime.tasks(run=run) if row.task == task), None)
        actor, events = _actor(args), await self._test_events(bench, args)
        if row is not None and events:
            name = stand_in(row.assignees, {*row.not_allowed, *voted(events, task)})
            asked = (one for one in row.assignees if one.startswith("role:"))
            actor = Actor(name, tuple(role.removeprefix("role:") for role in asked))
        await bench.runtime.decide(
            run,
            task,
            actor=actor,
            outcome=_text(args, "outcome"),
            values=cast("JsonObject", args["values"]),
            reason=_text(args, "reason"),
            simulated=bool(events),
        )

    async def _test_events(self, bench: Bench, args: JsonObject) -> Sequence[Recorded]:
        """Return the events of a test in which one acts as whoever is asked; else none."""
        if not args.get("as_asked"):
            return ()
        events = await asyncio.to_thread(bench.runtime.events, _text(args, "run"))
        return events if cast("RunStarted", events[0].event).environment == "test" else ()

    async def do_resolve(self, args: JsonObject) -> JsonValue:
        """Decide how an incident goes on; who began a test may do so as whoever is asked."""
        bench, actor = await self._bench(args), _actor(args)
        try:
            await self._resolve(bench, args, actor)
        except RefusedError:
            events = await self._test_events(bench, args)
            if not events or requester(events) != actor.id:
                raise
            name = stand_in(asked_at(events, _text(args, "step")), {actor.id})
            await self._resolve(bench, args, Actor(name))

    async def _resolve(self, bench: Bench, args: JsonObject, actor: Actor) -> None:
        await bench.runtime.resolve(
            _text(args, "run"),
            _text(args, "step"),
            cast("Any", args["action"]),
            actor=actor,
            reason=_text(args, "reason"),
            request=args.get("request"),
            output=args.get("output"),
            port=_text(args, "port"),
        )

    # --- looking ----------------------------------------------------------------------------------

    async def do_runs(self, args: JsonObject) -> JsonValue:
        """List runs, of one `definition` or of all, newest first."""
        bench = await self._bench(args)
        wanted, most = _text(args, "definition"), cast("int", args["most"])
        rows = bench.runtime.runs(definition=wanted, most=most)
        return [await self._run_row(bench, asdict(row)) for row in rows]

    async def _run_row(self, bench: Bench, row: dict[str, Any]) -> JsonObject:
        run = row["run"]
        dry = await asyncio.to_thread(self._is_dry, bench, run)
        is_over = row["status"] in {"completed", "failed", "cancelled"}
        changed = row.pop("changed").isoformat()
        started = row.pop("started").isoformat()
        return {
            **row,
            "dry": dry,
            "test": row["environment"] == "test",
            "started": started,
            "changed": changed,
            "ended": changed if is_over else "",
        }

    def _is_dry(self, bench: Bench, run: str) -> bool:
        """Whether a run only lists its writes; of one that cannot be read nobody knows."""
        return self._began(bench, run).get("dry") is True

    def _began(self, bench: Bench, run: str) -> JsonObject:
        """Return which case a run is, which never changes; {} of one that cannot be read."""
        if run not in self._begun:
            try:
                first = cast("RunStarted", bench.runtime.events(run)[0].event)
            except BatonError:
                return {}
            self._begun[run] = {
                "definition": first.definition,
                "name": first.name,
                "key": first.key,
                "test": first.environment == "test",
                "dry": first.dry,
            }
        return self._begun[run]

    async def do_tasks(self, args: JsonObject) -> JsonValue:
        """List the open tasks of a `run`, or all, each with what tells its case."""
        bench = await self._bench(args)
        return [
            {
                **await asyncio.to_thread(self._began, bench, row.run),
                "run": row.run,
                "task": row.task,
                "step": row.step,
                "title": row.title,
                "people": list(row.assignees),
                "form": row.form,
                "facts": row.facts,
                "outcomes": [
                    {"id": port, "title": title, "needs_reason": reason}
                    for port, title, reason, _ in row.outcomes
                ],
                "due": row.due.isoformat() if row.due else "",
                "opened": row.opened.isoformat(),
                "overdue": row.overdue,
                "not_allowed": list(row.not_allowed),
            }
            for row in bench.runtime.tasks(run=_text(args, "run"))
        ]

    async def do_ping(self, args: JsonObject) -> JsonValue:
        """Say that the loop turns."""
        await self._bench(args)


def options_of(order: TestOrder) -> Options:
    """Return how the runtime is told what the window asks for."""
    return Options(
        tuple(Pin(**pin.model_dump()) for pin in order.pins),
        tuple(SimulatedAnswer(**answer.model_dump()) for answer in order.answers),
        tuple(Trouble(**trouble.model_dump()) for trouble in order.troubles),
        order.stops,
        order.step_by_step,
    )


def _text(args: JsonObject, name: str) -> str:
    return str(args.get(name) or "")


def _new_run(args: JsonObject) -> str:
    """Return the id of the run that a request asks for, however often it is asked."""
    moment, chance = _text(args, "moment"), args.get("chance")
    if not moment or not isinstance(chance, int):
        return ""
    return new_run_id(datetime.fromisoformat(moment), chance)


def _actor(args: JsonObject) -> Actor:
    roles = cast("list[str]", args.get("roles") or [])
    return Actor(_text(args, "actor") or "user:me", tuple(roles))


def warm_up() -> None:
    """Load what is needed for the first run, before one is asked for."""
    for kind in kinds().values():
        kind.params.model_json_schema()


def main() -> None:
    """Serve until the window is gone."""
    channel = Channel.of_process()
    serve(channel, EngineChild(channel).handlers(), LANES, warm_up)


if __name__ == "__main__":
    main()
