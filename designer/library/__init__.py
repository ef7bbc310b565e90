"""Knows what the designer can offer and how a step looks, from the kinds' and manifests' own data.

Must not know Qt, a document, or any kind or connector by name. The parts: `cards` (how a step
looks), `offers` (what can be placed), `search` (what a person means by a few letters),
`suggestions` (what usually follows).
"""
