"""Starts the frozen command. Knows where the command line begins, and nothing else."""

from __future__ import annotations

import multiprocessing
import sys

from runtime.cli import main

if __name__ == "__main__":
    # A worker process of the frozen application is this very file, started once more.
    multiprocessing.freeze_support()
    sys.exit(main())
