"""Decides what happens next in a run: pure, total, no I/O, no clock, no randomness.

Knows no step kind.
"""

from runtime.kernel.decide import Decision, decide, resume
from runtime.kernel.evolve import evolve, fold
from runtime.kernel.state import RunState, new_state

__all__ = ["Decision", "RunState", "decide", "evolve", "fold", "new_state", "resume"]
