"""Knows what a workflow looks like on paper. Must not know what a step does or how a run goes on.

The parts: `attributes` (what nodes and edges may say), `definition` (the graph with typed access),
`codec` and `files` (canonical text, digest, atomic saving), `migrations`, `diff`, `schema`.
Nothing is imported here, so that `runtime.definition.json_value` stays free of networkx.
"""
