"""Runs the main story against a real ERP, and reads the result back from there. Knows no step kind.

A signed statement of work becomes an invoiced project in Tryton: people are simulated by an answers
file (or asked, with --interactive), and the engine's process is really killed once on the way. The
narration goes to the error stream, the result to the output.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from demo_erp import Expected, Ledger, read_ledger
from demo_people import AnswersFile, NoAnswerError, Terminal
from demo_process import EngineGoneError, EngineProcess
from demo_story import Outcome, Plot, Story, StoryError
from tryton_environment import SetupError
from tryton_rpc import TrytonError
from tryton_server import TrytonServer

# Started as a script, Python looks beside the script; Baton's packages stand one folder up.
sys.path.append(str(Path(__file__).resolve().parent.parent))

from runtime.vault import ConnectionBook, ConnectionRecord

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from demo_people import People

TEMPLATE = Path(__file__).resolve().parent.parent / "resources/templates/signed-sow-to-invoice"
WORKFLOW = TEMPLATE / "signed-sow-to-invoice.baton.json"


@dataclass(frozen=True)
class Result:
    """What came of one telling of the story.

    Attributes:
        outcome: how the case ended, from the engine.
        ledger: what stands in the ERP, from the ERP.
        duplicates: records there beyond what one case may leave.
    """

    outcome: Outcome
    ledger: Ledger
    duplicates: int

    def document(self) -> dict[str, Any]:
        """Return the result as `--json` prints it; every figure of `erp` was read from Tryton."""
        ledger, outcome = self.ledger, self.outcome
        completed = outcome.status == "completed"
        return {
            "status": outcome.status,
            "erp": {
                "parties": ledger.parties,
                "projects": ledger.projects,
                "tasks": ledger.tasks,
                "invoices": ledger.invoices,
                "invoice_total": ledger.invoice_total,
            },
            "approvals": outcome.approvals,
            "resumed_after_kill": completed and outcome.kills > 0,
            "duplicates": self.duplicates,
        }


def tell_story(
    server: TrytonServer,
    people: People,
    sow: dict[str, Any],
    requester: dict[str, Any],
    plot: Plot,
    tell: Callable[[str], None],
) -> Result:
    """Play the story once against a running ERP and read back what it left there.

    Args:
        server: must run, with a firm and no clients in it.
        people: answer the tasks.
        sow: what the start form asks for.
        requester: who starts the case: `{"id": "user:…", "roles": […]}`.
        plot: what goes wrong on the way.
        tell: shows one line.

    Raises:
        StoryError: the case waits for something that does not come.
        EngineGoneError: the engine ended by itself.
    """
    story = Story(server, people, plot, tell)
    with tempfile.TemporaryDirectory(prefix="baton-demo-") as folder:
        work = Path(folder)
        book = ConnectionBook(work / "connections.json")
        address = {"base_url": server.url, "database": server.database}
        book.put(ConnectionRecord("erp", "tryton", address, "demo"))
        secrets = {
            "BATON_SECRET_ERP_USER": server.user,
            "BATON_SECRET_ERP_PASSWORD": server.password,
        }
        with EngineProcess(work, WORKFLOW, secrets, story.see) as engine:
            outcome = story.play(engine, sow, requester)
    ledger = read_ledger(server.client())
    expected = Expected(tasks=len(sow["tasks"]), time_entries=1)
    return Result(outcome, ledger, ledger.duplicates(expected))


def main() -> int:
    """Run the demo; 0 when the ERP has exactly what the story should leave, 1 otherwise."""
    options = _parser().parse_args()
    # Asked to end, it still stops the servers that it started.
    signal.signal(signal.SIGTERM, _stop)
    started = time.monotonic()
    try:
        people = AnswersFile(options.answers)
        sow = _read(options.input)
    except (OSError, ValueError, TypeError, LookupError) as error:
        tell(f"The demo cannot begin: a file cannot be read as what it should be. {error}")
        return 2
    try:
        result = _run(options, people, sow)
    except (SetupError, StoryError, NoAnswerError, EngineGoneError, TrytonError) as error:
        tell(f"The demo could not be finished. {error}")
        return 1
    except KeyboardInterrupt:
        tell("Stopped.")
        return 130
    tell(f"\nThe ERP was read back after {time.monotonic() - started:.0f} s.")
    if options.json:
        print(json.dumps(result.document()))
    else:
        print(table(result))
    good = result.outcome.status == "completed" and not result.duplicates
    return 0 if good else 1


def _stop(number: int, frame: FrameType | None) -> None:
    del frame
    sys.exit(128 + number)


def _read(path: Path) -> dict[str, Any]:
    sow: Any = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(sow, dict):
        raise TypeError(f"{path} does not hold an object.")
    return cast("dict[str, Any]", sow)


def _run(options: argparse.Namespace, simulated: AnswersFile, sow: dict[str, Any]) -> Result:
    people = Terminal(simulated, _ask, tell) if options.interactive else simulated
    plot = Plot(erp_down=options.erp_down)
    tell("Starting Tryton, a real ERP, in its own environment")
    with TrytonServer(progress=tell) as server:
        tell(f"Tryton runs at {server.url}; the case begins")
        return tell_story(server, people, sow, simulated.requester, plot, tell)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 packaging/dev.py demo",
        description="A signed statement of work becomes an invoiced project in a real ERP.",
        epilog="example: python3 packaging/dev.py demo --erp-down --json",
    )
    answers, sow = TEMPLATE / "answers.json", TEMPLATE / "signed-sow.json"
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    parser.add_argument("--interactive", action="store_true", help="decide the tasks yourself")
    parser.add_argument("--erp-down", action="store_true", help="stop the ERP before the project")
    parser.add_argument("--answers", type=Path, default=answers, help="what simulated people say")
    parser.add_argument("--input", type=Path, default=sow, help="the signed SOW as JSON")
    return parser


def table(result: Result) -> str:
    """Return what was read back from the ERP as a table for people."""
    ledger, outcome = result.ledger, result.outcome
    rows = [
        ("Clients", str(ledger.parties), ledger.details["parties"]),
        ("Projects", str(ledger.projects), ledger.details["projects"]),
        ("Tasks", str(ledger.tasks), ledger.details["tasks"]),
        ("Time entries", str(ledger.time_entries), ledger.details["time_entries"]),
        ("Invoices", str(ledger.invoices), ledger.details["invoices"]),
        ("Invoice total", ledger.invoice_total, ""),
        ("Duplicates", str(result.duplicates), ""),
    ]
    lines = [f"{'In the ERP':<16}{'Found':>8}  ", "-" * 72]
    lines += [f"{name:<16}{found:>8}  {detail}".rstrip() for name, found, detail in rows]
    lines += ["", f"{'Approvals':<26}By", "-" * 72]
    lines += [f"{a['decision']:<26}{a['by']} ({a['name']})" for a in outcome.approvals]
    killed = f"The engine was killed {outcome.kills} time(s) on the way; the case is"
    return "\n".join([*lines, "", f"{killed} {outcome.status}."])


def tell(line: str) -> None:
    """Show a line of the narration."""
    print(line, file=sys.stderr, flush=True)


def _ask(prompt: str) -> str:
    print(prompt, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().rstrip("\n")


if __name__ == "__main__":
    sys.exit(main())
