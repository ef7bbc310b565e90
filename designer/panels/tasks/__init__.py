"""Shows the open tasks of all cases. Must not know what follows from an answer."""
