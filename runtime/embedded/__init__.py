"""One process that runs workflows: the facade of the command line and the designer. Knows no Qt."""

from runtime.embedded.runtime import EmbeddedRuntime

__all__ = ["EmbeddedRuntime"]
