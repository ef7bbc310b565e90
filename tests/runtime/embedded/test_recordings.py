"""A case leaves as one file and is told elsewhere, step by step, without anything happening."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from runtime.embedded.doctor import Doctor
from runtime.embedded.recording import RecordingError
from runtime.errors import JournalError, RefusedError
from runtime.events import model
from runtime.store import open_store
from tests.helpers.crashed_operation import empty_like
from tests.helpers.drawings import draw
from tests.helpers.outside import ANALYST, BUYER, runtime_on, send

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from runtime.definition.json_value import JsonObject
    from runtime.ports import Batch
    from tests.helpers.outside import Outside

ASK = {"id": "ask", "kind": "task", "params": {"title": "?", "assignees": '"user:buyer"'}}
HEAR = {"id": "hear", "kind": "message", "params": {"message": "go"}}
WAIT = {"id": "wait", "kind": "wait", "params": {"duration": "PT1S"}}
TELL = {"id": "tell", "kind": "send_message", "params": {"message": "told"}}
SCHEMA: JsonObject = {
    "type": "object",
    "properties": {"code": {"type": "string", "x-baton-personal": True}, "size": {}},
}


async def exported(url: str, outside: Outside, *, personal: bool = True) -> tuple[str, JsonObject]:
    """A case that has sent something and waits for a person, a message and a moment."""
    first = send("one", value="input.code")
    first["saves"] = {"code": "output", "size": "3"}
    drawing = draw(
        ["start", first, TELL, "split:parallel", ASK, HEAR, WAIT, "end"],
        [
            "start>one", "one>tell", "tell>split", "split>ask", "split>hear", "split>wait",
            "ask>end", "hear>end", "wait>end",
        ],
        data=SCHEMA,
    )  # fmt: skip
    async with runtime_on(url, outside) as runtime:
        run = await runtime.start(drawing, {"code": "X-7"}, actor=ANALYST)
        await runtime.settle(run)
        document = runtime.export(run, personal=personal)
    return run, json.loads(json.dumps(document))


def test_nothing_happens_where_a_case_is_brought_in(
    any_url: str, outside: Outside, tmp_path: Path
) -> None:
    """Else a look at a case elsewhere asks people, answers other cases, or sends it all again."""

    async def scenario(other: str) -> None:
        run, document = await exported(any_url, outside)
        async with runtime_on(other, outside) as runtime:
            name = runtime.bring_in(document)
            await asyncio.sleep(1.2)  # its timer would be due by now
            await runtime.settle(name)
            assert not runtime.tasks()
            assert not runtime.messages()
            runtime.send_message("go", actor=BUYER)
            await runtime.delivered()
            assert [row.run for row in runtime.messages()] == [""]
            assert outside.count == {"one": 1}
            (row,) = runtime.runs()
            assert (row.run, row.environment, row.status) == (name, "replay", "waiting")
            with pytest.raises(RefusedError, match=f"a replay of case {run}"):
                await runtime.cancel(name, actor=BUYER, reason="x")
            told = [each.recorded for each in runtime.replay(name)]
            assert runtime.bring_in(document) == name
        async with runtime_on(any_url, outside) as runtime:
            real = runtime.events(run)
            assert [each.event for each in told[1:]] == [each.event for each in real[1:]]
            assert [(each.at, each.by) for each in told] == [(each.at, each.by) for each in real]

    with empty_like(any_url, tmp_path / "other") as other:
        asyncio.run(scenario(other))


def test_each_step_tells_how_the_case_stood_and_its_data(url: str, outside: Outside) -> None:
    """Else an auditor sees the end of a case and has to believe the rest."""

    async def scenario() -> None:
        run, _ = await exported(url, outside)
        async with runtime_on(url, outside) as runtime:
            data = {type(m.recorded.event): m.data for m in runtime.replay(run)}
            assert data[model.RunStarted] == {}
            assert data[model.TaskOpened] == {"code": "X-7", "size": 3}
            places = [m.recorded.seq for m in runtime.replay(run, 2, 4)]
            assert places == [2, 3, 4]
            stands = [sorted(m.view.at.values()) for m in runtime.replay(run)]
            assert (stands[0], stands[-1]) == (["start"], ["ask", "hear", "wait"])

    asyncio.run(scenario())


def test_personal_data_leave_only_when_asked_for(url: str, outside: Outside) -> None:
    """Else a file that is sent to support carries what nobody there may see."""

    async def scenario() -> None:
        _, document = await exported(url, outside, personal=False)
        saved = [e["event"] for e in _events(document) if e["event"].get("saves")]
        assert saved[0]["saves"] == {"code": "•••", "size": 3}
        async with runtime_on(url, outside) as runtime:
            assert runtime.bring_in(document)

    asyncio.run(scenario())


def _events(document: JsonObject) -> list[dict[str, Any]]:
    events: Any = document["events"]
    return events


def test_a_file_that_was_changed_is_refused(url: str, outside: Outside) -> None:
    """Else somebody shows an approval that nobody gave."""

    async def scenario() -> None:
        _, document = await exported(url, outside)
        changed = json.loads(json.dumps(document))
        changed["events"][3]["by"] = "user:somebody.else"
        async with runtime_on(url, outside) as runtime:
            for wrong in (changed, {}, {**document, "format": 9}, {**document, "events": []}):
                with pytest.raises(RecordingError, match="cannot be told as a case"):
                    runtime.bring_in(wrong)
            assert len(runtime.runs()) == 1

    asyncio.run(scenario())


def test_the_doctor_finds_nothing_wrong_with_what_was_steered(url: str, outside: Outside) -> None:
    """Else mending a database asks people and sends messages for cases that were only looked at."""

    async def scenario() -> None:
        run, document = await exported(url, outside)
        async with runtime_on(url, outside) as runtime:
            runtime.bring_in(document)
            await runtime.cancel(run, actor=BUYER, reason="x")
            again = await runtime.begin_again(run, "split", actor=BUYER, reason="x")
            await runtime.settle(again)
            await runtime.move(again, "hear", "wait", actor=BUYER, reason="x")
            await runtime.suspend(again, actor=BUYER, reason="x")

    asyncio.run(scenario())
    with open_store(url) as store:
        assert Doctor(store, mend=False).examine().findings == ()


@pytest.mark.parametrize("left", [0, 1])
def test_one_that_was_left_half_brought_in_is_completed(
    any_url: str, outside: Outside, tmp_path: Path, left: int
) -> None:
    """Else a power cut leaves half a case, and the file cannot be brought in any more."""

    async def scenario(other: str) -> None:
        _, document = await exported(any_url, outside)
        store = open_store(other)
        async with runtime_on(store, outside) as runtime:
            journal = store.journal
            commit, commits = journal.commit, 0

            def dying(batches: Sequence[Batch]) -> Sequence[JournalError | None]:
                nonlocal commits
                commits += 1
                if commits > left:
                    raise JournalError("The power is gone.")
                return commit(batches)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(journal, "commit", dying)
                with pytest.raises(JournalError):
                    runtime.bring_in(document)
        async with runtime_on(other, outside) as runtime:
            name = runtime.bring_in(document)
            assert len(runtime.events(name)) == len(_events(document))

    with empty_like(any_url, tmp_path / "other") as other:
        asyncio.run(scenario(other))
