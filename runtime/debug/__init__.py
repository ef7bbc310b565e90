"""Test runs: pauses, test data, simulated people and trouble, running from a step. Knows no Qt.

Runs cases through the facade, on the same journal and by the same kernel as any other case.
"""

from runtime.debug.bench import Bench
from runtime.debug.options import Options, Pin, SimulatedAnswer, Trouble

__all__ = ["Bench", "Options", "Pin", "SimulatedAnswer", "Trouble"]
