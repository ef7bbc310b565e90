"""Knows the command `schema`: the form of workflow files. Must not know what is in the form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from runtime.cli.command import DONE, Command

if TYPE_CHECKING:
    from argparse import Namespace

    from runtime.cli.console import Console


def _do(options: Namespace, console: Console) -> int:
    from runtime.definition.schema import schema

    del options
    if console.json:
        console.result(schema())
    else:
        console.line(json.dumps(schema(), indent=2, ensure_ascii=False))
    return DONE


COMMAND = Command(
    help="print the JSON Schema of workflow files",
    example="baton schema > workflow.schema.json",
    do=_do,
    more="With --json it stands on one line. `baton kinds NAME --json` has the schema of a step.",
)
