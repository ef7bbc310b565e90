"""What happened in a run, as plain data. Knows no engine, store or view."""
