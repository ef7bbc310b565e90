"""Runs workflows in tests by the real engine, with scripted time, people and systems.

Part of the product: whoever writes a step kind or a workflow tests it with this. Knows the embedded
runtime; must not know pytest or any step kind.

```python
async with WorkflowHarness(folder) as harness:
    await harness.start(definition, {"amount": 12_000}, requester="user:seller")
    await harness.answer("approve", by="user:analyst", roles=("finance",), outcome="approved")
    assert harness.view().status == "completed"
```
"""

from __future__ import annotations

from runtime.testing.clock import ManualClock
from runtime.testing.crash import Crash, CrashError
from runtime.testing.example import Example, ExampleError, load_example
from runtime.testing.harness import WorkflowHarness, empty_database
from runtime.testing.play import Played, crash_points, expect, play, same
from runtime.testing.world import World

__all__ = [
    "Crash",
    "CrashError",
    "Example",
    "ExampleError",
    "ManualClock",
    "Played",
    "WorkflowHarness",
    "World",
    "crash_points",
    "empty_database",
    "expect",
    "load_example",
    "play",
    "same",
]
