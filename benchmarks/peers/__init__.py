"""Other engines doing the same work, each in an environment of its own. Knows nothing of Baton."""
