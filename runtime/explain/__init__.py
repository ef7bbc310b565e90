"""Says in words how a case came to where it is. Knows the journal and the plan, no engine."""

from runtime.explain.why import Explanation, Told, UnknownStepError, why

__all__ = ["Explanation", "Told", "UnknownStepError", "why"]
