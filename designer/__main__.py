"""Lets `python -m designer` open the window. Knows nothing else."""

from __future__ import annotations

import sys

from designer.app import main

if __name__ == "__main__":
    sys.exit(main())
