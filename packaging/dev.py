"""Sets up a working copy and runs its tools. Knows the standard library only, nothing of Baton.

The first start makes `.venv` and installs what the lock says; later starts see that this is done
and begin at once. An old Python has to be able to read this file, to say that it is too old.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TextIO

from qt_needs import (
    DISPLAY_TOOLS,
    QT_DISPLAY_LIBRARIES,
    QT_LIBRARIES,
    QT_PROBE,
    WINDOW_PROBE,
)

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
LOGS = ROOT / ".cache" / "dev"
WINDOWS = os.name == "nt"
OLDEST = (3, 11)
USAGE_ERROR = 2
INTERRUPTED = 130

PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input"]


class SetupError(Exception):
    """The machine lacks something; the message says what happened, why, and what to do next."""


class Environment:
    """One virtual environment and the lock that fills it.

    Args:
        folder: name of its folder below the project.
        lock: name of its hashed requirements file below `packaging/`.
    """

    def __init__(self, folder: str, lock: str) -> None:
        self.folder = ROOT / folder
        self.lock = PACKAGING / lock
        self.python = self.folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
        self.stamp = self.folder / ".baton-setup"

    def wanted(self) -> str:
        """The digest of what decides the installation: the lock, the project file, the place."""
        digest = hashlib.sha256(str(ROOT).encode())
        for source in (self.lock, ROOT / "pyproject.toml"):
            digest.update(source.read_bytes())
        return digest.hexdigest()

    def is_ready(self) -> bool:
        """Whether the last set-up finished with the lock as it is now."""
        try:
            return self.python.exists() and self.stamp.read_text() == self.wanted()
        except OSError:
            return False


FULL = Environment(".venv", "requirements-dev.txt")
HEADLESS = Environment(".venv-headless", "requirements-headless.txt")


# --- saying what happens -------------------------------------------------------------------------


def say(text: str) -> None:
    """Prints one line at once, also where the output goes to a file."""
    print(text, flush=True)


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log, indented, for an error message."""
    text = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join("    " + line for line in text[-lines:])


def follow(process: subprocess.Popen[str], log: TextIO) -> None:
    """Copies the output of a process to its log; a terminal also sees the line it is at."""
    live = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns - 3
    for line in process.stdout or ():
        log.write(line)
        if live:
            print("\r  " + line.strip()[:width].ljust(width), end="", flush=True)
    if live:
        print("\r" + " " * (width + 2) + "\r", end="", flush=True)


def piped(command: list[str]) -> subprocess.Popen[str]:
    """Starts a command in the project folder with all it says in one readable stream."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def run_logged(title: str, command: list[str]) -> bool:
    """Runs a command with its output in a log, and says how long it took.

    Args:
        title: what happens, for the reader; its first word names the log.
        command: program and arguments.

    Returns:
        Whether it succeeded; if not, the end of its log has been printed.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / (title.split(maxsplit=1)[0].lower() + ".log")
    say(f"{title} ...")
    started = time.monotonic()
    with path.open("w", encoding="utf-8") as log, piped(command) as process:
        follow(process, log)
    seconds = time.monotonic() - started
    if process.returncode == 0:
        say(f"  done in {seconds:.0f} s")
        return True
    say(f"  failed after {seconds:.0f} s; the end of {path.relative_to(ROOT)}:\n{tail(path)}")
    return False


# --- Debian packages -----------------------------------------------------------------------------


def has_apt() -> bool:
    """Whether this is a Debian or one of its children."""
    return shutil.which("apt-get") is not None


def is_root() -> bool:
    """Whether system packages may be installed without asking for a password."""
    return not WINDOWS and os.geteuid() == 0


def apt_command(packages: list[str]) -> str:
    """The exact line a person can paste to install system packages."""
    return "sudo apt-get install --no-install-recommends -y " + " ".join(packages)


def apt_install(why: str, packages: list[str]) -> bool:
    """Installs system packages where that is possible without asking.

    Returns:
        False where this is no Debian, the user is not root, or apt failed.
    """
    if not (has_apt() and is_root()):
        return False
    install = f"apt-get install --no-install-recommends -y {shlex.join(packages)}"
    # Package lists may be missing or old: they are fetched only when the first attempt fails.
    script = (
        f"export DEBIAN_FRONTEND=noninteractive; {install} || {{ apt-get update && {install}; }}"
    )
    return run_logged(f"Installing {why} (Debian packages)", ["sh", "-c", script])


# --- the virtual environment ---------------------------------------------------------------------


def has_module(name: str) -> bool:
    """Whether the Python that runs this file can import a module."""
    return importlib.util.find_spec(name) is not None


def venv_package() -> str:
    """The Debian package with ensurepip for the Python that runs this file."""
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def make_environment(environment: Environment) -> None:
    """Makes the virtual environment, with pip inside where the system allows it.

    Debian takes ensurepip out of Python. Then its package is installed if that is possible; if not,
    a pip outside the environment can fill it as well.

    Raises:
        SetupError: nothing on this machine can bring pip; the message names the package.
    """
    command = [sys.executable, "-m", "venv", "--clear", str(environment.folder)]
    name = environment.folder.name
    if not has_module("ensurepip") and not apt_install("the venv module", [venv_package()]):
        if not has_module("pip"):
            hint = apt_command([venv_package()])
            raise SetupError(
                f"No virtual environment can be made: {sys.executable} has neither ensurepip nor "
                f"pip, as on a bare Debian. Install it with\n    {hint}\nand start again."
            )
        command.insert(3, "--without-pip")
    if not run_logged(f"Creating {name}", command):
        raise SetupError(
            f"{name} could not be created; the lines above say why. "
            f"On Debian, this usually helps:\n    {apt_command([venv_package()])}"
        )


def pip(environment: Environment) -> list[str]:
    """The pip that fills an environment: its own, or the one outside when it has none."""
    own = subprocess.run(
        [str(environment.python), "-c", "import pip"], capture_output=True, check=False
    )
    if own.returncode == 0:
        return [str(environment.python), *PIP]
    return [sys.executable, *PIP, "--python", str(environment.python)]


def works(environment: Environment) -> bool:
    """Whether the environment has a Python that starts and is new enough."""
    probe = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    try:
        return not subprocess.run([str(environment.python), "-c", probe], check=False).returncode
    except OSError:
        return False


def set_up(environment: Environment) -> None:
    """Brings an environment to what the lock says; does nothing if it is there already.

    Raises:
        SetupError: something could not be installed; the message says what helps.
    """
    if environment.is_ready():
        return
    started = time.monotonic()
    name = environment.folder.name
    say(f"Setting up {name} (this happens once, and again when the lock changes).")
    if not works(environment):
        make_environment(environment)
    install = [*pip(environment), "install"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", str(environment.lock)]
    if not run_logged(f"Libraries from {environment.lock.name}", [*install, *locked]):
        raise SetupError(
            "The libraries could not be installed; the lines above say why. If this machine "
            "reaches the package index through a proxy or a mirror, tell pip so, and start again."
        )
    # The build backend comes from the lock, so that nothing is fetched behind its back.
    itself = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if not run_logged("Baton itself", [*install, *itself]):
        raise SetupError("Baton itself could not be installed; the lines above say why.")
    environment.stamp.write_text(environment.wanted())
    say(f"{name} is ready after {time.monotonic() - started:.0f} s.")


# --- Qt ------------------------------------------------------------------------------------------


def qt_starts(environment: Environment) -> bool:
    """Whether Qt can start off-screen; an answer of yes is remembered with the environment."""
    proof = environment.folder / ".baton-qt"
    with contextlib.suppress(OSError):
        if proof.read_text() == environment.wanted():
            return True
    probe = subprocess.run(
        [str(environment.python), "-c", QT_PROBE],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=False,
    )
    if probe.returncode == 0:
        proof.write_text(environment.wanted())
    return probe.returncode == 0


def ensure_qt(packages: list[str]) -> bool:
    """Makes sure that Qt starts, with system packages where they may be installed.

    Returns:
        False when Qt cannot start; what a person can do has then been printed.
    """
    if qt_starts(FULL):
        return True
    if apt_install("what Qt needs", packages) and qt_starts(FULL):
        return True
    say("Qt cannot start on this machine: system libraries that it needs are missing.")
    if has_apt():
        say(f"This installs them:\n    {apt_command(packages)}")
    else:
        say("It needs EGL, OpenGL, xkbcommon, fontconfig, freetype, glib, dbus and Kerberos.")
    return False


def window_opens(environment: Environment) -> bool:
    """Whether a window can be opened here: anywhere but on Linux, Qt brings along what it needs."""
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    probe = subprocess.run(
        [str(environment.python), "-c", WINDOW_PROBE], capture_output=True, check=False
    )
    return probe.returncode == 0


def ensure_window() -> bool:
    """Makes sure that Qt can open a window, with system packages where they may be installed.

    Returns:
        False when it cannot; what a person can do has then been printed.
    """
    if window_opens(FULL):
        return True
    if apt_install("what a window needs", QT_DISPLAY_LIBRARIES) and window_opens(FULL):
        return True
    say("Qt cannot open a window on this machine: system libraries that it needs are missing.")
    if has_apt():
        say(f"This installs them:\n    {apt_command(QT_DISPLAY_LIBRARIES)}")
    return False


def ensure_display_tools() -> bool:
    """Brings what tests on a real display need; without, those tests are skipped.

    Returns:
        Whether they are there.
    """
    if not sys.platform.startswith("linux"):
        return False
    missing = [package for tool, package in DISPLAY_TOOLS.items() if not shutil.which(tool)]
    if not window_opens(FULL):
        missing += QT_DISPLAY_LIBRARIES
    return not missing or apt_install("a display for tests", missing)


# --- commands ------------------------------------------------------------------------------------


def start(
    environment: Environment, arguments: list[str], extra: dict[str, str] | None = None
) -> int:
    """Runs the environment's Python in the project folder and hands its exit code on."""
    # UTF-8 everywhere: a Windows console would otherwise fail on the first arrow in a message.
    variables = {**os.environ, "PYTHONUTF8": "1", **(extra or {})}
    child = subprocess.Popen([str(environment.python), *arguments], cwd=ROOT, env=variables)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            # The child has had the same Ctrl-C; it is given the time to stop in order.
            continue


def setup(arguments: list[str]) -> int:
    """Makes the environment and checks Qt."""
    refuse_arguments("setup", arguments)
    set_up(FULL)
    ensure_qt(QT_LIBRARIES)
    say(f"Ready: {FULL.python.relative_to(ROOT)}")
    return 0


def demo(arguments: list[str]) -> int:
    """Runs the main story against a real ERP; arguments go on to it."""
    set_up(FULL)
    return start(FULL, ["packaging/demo.py", *arguments])


def test(arguments: list[str]) -> int:
    """Runs the tests; arguments go on to pytest, --headless runs them where no Qt is installed."""
    if "--headless" in arguments:
        set_up(HEADLESS)
        rest = [argument for argument in arguments if argument != "--headless"]
        return start(HEADLESS, ["-m", "pytest", *rest])
    set_up(FULL)
    without_qt = [] if ensure_qt(QT_LIBRARIES) else ["-p", "no:pytest-qt"]
    if without_qt:
        say("The tests that need Qt are skipped.")
    elif not ensure_display_tools():
        say("The tests on a real display are skipped: Xvfb or xdotool is missing.")
    return start(FULL, ["-m", "pytest", *without_qt, *arguments])


def design(arguments: list[str]) -> int:
    """Opens the designer, with a workflow where one is named."""
    set_up(FULL)
    if not (ensure_qt(QT_LIBRARIES) and ensure_window()):
        return 1
    # A path that was typed means the folder that it was typed in.
    given = [str(Path(a).absolute()) if Path(a).exists() else a for a in arguments]
    return start(FULL, ["-m", "designer", *given])


def pictures(arguments: list[str]) -> int:
    """Photographs the designer; arguments say which pictures, where to, and how large."""
    set_up(FULL)
    if not ensure_qt(QT_LIBRARIES):
        return 1
    return start(FULL, ["packaging/pictures.py", *arguments])


def bench(arguments: list[str]) -> int:
    """Runs one benchmark: bench NAME [--json ...]."""
    known = sorted(
        path.stem
        for path in (ROOT / "benchmarks").glob("*.py")
        if "__main__" in path.read_text(encoding="utf-8")
    )
    if not arguments or arguments[0] not in known:
        say(f"Which benchmark? Say one of: {', '.join(known) or 'none is there yet'}.")
        return USAGE_ERROR
    set_up(FULL)
    return start(FULL, ["-m", f"benchmarks.{arguments[0]}", *arguments[1:]])


def freeze(arguments: list[str]) -> int:
    """Builds the one-folder application and tests that it is whole."""
    refuse_arguments("freeze", arguments)
    set_up(FULL)
    build = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", "dist", "--workpath", "build"]
    started = time.monotonic()
    say("Freezing (about two minutes) ...")
    code = start(FULL, [*build, *places, str(PACKAGING / "baton.spec")])
    if code:
        return code
    say(f"  done in {time.monotonic() - started:.0f} s; testing the result ...")
    return start(FULL, ["packaging/smoke_test.py"])


def lock(arguments: list[str]) -> int:
    """Writes or checks the locks."""
    set_up(FULL)
    return start(FULL, ["packaging/lock.py", *arguments])


COMMANDS = {
    "demo": (demo, "run the main story against a real ERP (--json, --interactive, --erp-down)"),
    "test": (test, "run the tests; arguments go on to pytest (--slow runs the long ones too)"),
    "design": (design, "open the designer: design [FILE]"),
    "pictures": (pictures, "photograph the designer (--only NAME, --theme light, --size 1440x900)"),
    "bench": (bench, "run a benchmark: bench NAME --json"),
    "freeze": (freeze, "build the application folder and test it"),
    "setup": (setup, "only make .venv and install what the lock says"),
    "lock": (lock, "write the lock anew from pyproject.toml (--upgrade, --check)"),
}


def refuse_arguments(command: str, arguments: list[str]) -> None:
    """Ends with a usage error where a command takes no arguments."""
    if arguments:
        say(f"`{command}` takes no arguments, but was given: {' '.join(arguments)}")
        raise SystemExit(USAGE_ERROR)


def usage() -> argparse.ArgumentParser:
    """The command line of this file."""
    lines = "\n".join(f"  {name:8} {text}" for name, (_, text) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python3 packaging/dev.py",
        description="Sets up this working copy and runs its tools.",
        epilog=f"commands:\n{lines}\n\nexample: python3 packaging/dev.py test tests/runtime -x",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="command")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="go on to the command")
    return parser


def main() -> int:
    """Runs one command; 0 success, 1 failed, 2 used wrongly."""
    if sys.version_info < OLDEST:
        say(
            f"Baton needs Python 3.11 or newer; this is {sys.version.split()[0]}, {sys.executable}."
        )
        return USAGE_ERROR
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        # A console that knows few letters shows a question mark and does not fail.
        reconfigure(errors="replace")
    options = usage().parse_args()
    command, _ = COMMANDS[options.command]
    try:
        return command(options.arguments)
    except SetupError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
