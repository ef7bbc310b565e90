"""Lists the connections of this computer. Must not set one up: a dialog does that."""
