"""Runs the engine in a process that can be killed. Knows the runtime's facade, and no ERP.

It takes one JSON command a line and answers each with one JSON line. In between it tells every
event once that is durable. The credential of the ERP comes in the environment and is not written.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Started as a script, Python looks beside the script; Baton's packages stand one folder up.
sys.path.append(str(Path(__file__).resolve().parent.parent))

from runtime.definition.files import load
from runtime.embedded import EmbeddedRuntime
from runtime.embedded.bindings import BoundConnections
from runtime.errors import BatonError
from runtime.events.model import Actor
from runtime.vault import ConnectionBook, open_vault

if TYPE_CHECKING:
    from runtime.ports import Batch, TaskRow


class Engine:
    """Answers commands with one runtime.

    Args:
        runtime: it must be open.
        workflow: the workflow file that is run.
    """

    def __init__(self, runtime: EmbeddedRuntime, workflow: Path) -> None:
        self._runtime = runtime
        self._definition = load(workflow)
        self._names = {node.id: node.title for node in self._definition.nodes()}

    def tell(self, batch: Batch) -> None:
        """Tell the parent what has become durable."""
        for event in batch.events:
            step = str(getattr(event, "step", ""))
            error: dict[str, Any] = getattr(event, "error", None) or {}
            say(
                {
                    "event": type(event).__name__,
                    "step": step,
                    "name": self._names.get(step, ""),
                    "message": str(error.get("message", "")),
                    "port": str(getattr(event, "port", "")),
                }
            )

    async def answer(self, command: dict[str, Any]) -> dict[str, Any]:
        """Do what a command says; one that is refused is answered with the reason."""
        todo = {"start": self._start, "look": self._look, "decide": self._decide}
        try:
            return await todo[command["do"]](command)
        except BatonError as error:
            return {"refused": str(error)}

    async def _start(self, command: dict[str, Any]) -> dict[str, Any]:
        """Begin the case, unless one with this key stands in the database already."""
        given = command["input"]
        key = str(given["sow"]["number"])
        begun = self._runtime.runs(key=key)
        if begun:
            return {"run": begun[0].run}
        run = await self._runtime.start(
            self._definition, given, actor=_actor(command["actor"]), key=key
        )
        return {"run": run}

    async def _look(self, command: dict[str, Any]) -> dict[str, Any]:
        """Wait until nothing goes on by itself, then say how the case stands."""
        run = command["run"]
        await self._runtime.settle(run)
        view = self._runtime.view(run)
        [row] = [row for row in self._runtime.runs() if row.run == run]
        return {
            "status": row.status,
            "output": view.output,
            "waiting": [
                {"kind": w.kind, "name": self._names.get(w.step, w.step), "message": w.message}
                for w in view.waiting_for
            ],
            "tasks": [_shown(task) for task in self._runtime.tasks(run=run)],
            "approvals": self._approvals(run),
        }

    def _approvals(self, run: str) -> list[dict[str, Any]]:
        """Return who approved what, from the journal."""
        steps = self._runtime.view(run).steps
        outputs = {step: steps[step].output for step in steps if self._is_approval(step)}
        return [
            {
                "step": step,
                "name": self._names[step],
                "by": output["by"],
                "decision": output["outcome"],
                "at": steps[step].ended,
            }
            for step, output in outputs.items()
            if isinstance(output, dict)
        ]

    def _is_approval(self, step: str) -> bool:
        return self._definition.node(step).kind == "approval"

    async def _decide(self, command: dict[str, Any]) -> dict[str, Any]:
        await self._runtime.decide(
            command["run"],
            command["task"],
            actor=_actor(command["actor"]),
            outcome=command.get("outcome", ""),
            values=command.get("values"),
            reason=command.get("reason", ""),
        )
        return {"decided": True}


def _actor(given: dict[str, Any]) -> Actor:
    return Actor(given["id"], tuple(given.get("roles", ())))


def _shown(task: TaskRow) -> dict[str, Any]:
    return {
        "task": task.task,
        "step": task.step,
        "title": task.title,
        "assignees": list(task.assignees),
        "outcomes": [list(outcome) for outcome in task.outcomes],
        "form": task.form,
        "facts": task.facts,
        "due": task.due.isoformat(timespec="minutes") if task.due else "",
    }


def say(message: dict[str, Any]) -> None:
    """Write one line to the parent at once."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _read_commands(loop: asyncio.AbstractEventLoop, commands: asyncio.Queue[str]) -> None:
    # A thread, because the event loop of Windows cannot wait for a pipe like this one.
    for line in sys.stdin:
        loop.call_soon_threadsafe(commands.put_nowait, line)
    loop.call_soon_threadsafe(commands.put_nowait, "")


async def serve(folder: Path, workflow: Path) -> None:
    """Answer commands until the parent closes its end."""
    commands: asyncio.Queue[str] = asyncio.Queue()
    reading = (asyncio.get_running_loop(), commands)
    threading.Thread(target=_read_commands, args=reading, daemon=True).start()
    book = ConnectionBook(folder / "connections.json")
    vault = open_vault("environment", environ=os.environ, connections=book.names())
    connections = BoundConnections(book, lambda: vault)
    url = f"sqlite:///{folder / 'cases.sqlite'}"
    async with EmbeddedRuntime.open(url, connections=connections) as runtime:
        engine = Engine(runtime, workflow)
        runtime.listen(engine.tell)
        say({"ready": True})
        while line := await commands.get():
            say(await engine.answer(json.loads(line)))
    await connections.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), Path(sys.argv[2])))
