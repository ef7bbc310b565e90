"""Each module measures one thing in a process of its own. Must not know targets or peers."""
