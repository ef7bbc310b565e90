"""Knows the “http_request” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.http_request.behaviour import HttpRequest

KIND = HttpRequest()
