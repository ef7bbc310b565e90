"""The only code that knows Qt. Knows no step kind and no connector by name."""
