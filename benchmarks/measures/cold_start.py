"""Knows how long `baton run` of a small file takes from nothing to its exit, as real processes.

Must not know what is too long. The options are `repeat` and `folder`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

from benchmarks import child, workflows
from runtime.definition.codec import dumps


def command() -> list[str]:
    """Returns how Baton is called: its script where one is installed."""
    script = Path(sysconfig.get_path("scripts")) / (
        "baton.exe" if sys.platform == "win32" else "baton"
    )
    if script.exists():
        return [str(script)]
    return [sys.executable, "-c", "import sys; from runtime.cli import main; sys.exit(main())"]


def run_once(words: list[str]) -> float:
    """Returns the seconds of one process; it must have completed its case."""
    begun = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begun
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["status"] == "completed", done.stdout
    return taken


def bare() -> float:
    """Returns the seconds of a Python that does nothing: the part nobody can take away."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - begun


def measure(folder: Path, repeat: int) -> child.Figures:
    """Runs the file several times on one journal; the first run makes that."""
    file = folder / "small.baton.json"
    file.write_text(dumps(workflows.small()), encoding="utf-8")
    given = json.dumps(workflows.given(150))
    database = f"sqlite:///{folder / 'cold.sqlite'}"
    words = [*command(), "run", str(file), "--input", given, "--db", database, "--json"]
    first = run_once(words)
    taken = sorted(run_once(words) for _ in range(repeat))
    empty = sorted(bare() for _ in range(repeat))
    return {
        "value": taken[repeat // 2],
        "first_ever": first,
        "bare_python": empty[repeat // 2],
    }


def main() -> None:
    """Takes one measurement."""
    options = child.options()
    child.hand_over(measure(Path(options["folder"]), int(options["repeat"])))


if __name__ == "__main__":
    main()
