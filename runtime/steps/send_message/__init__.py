"""Knows the “send_message” kind by name. Must not know any other kind."""

from __future__ import annotations

from runtime.steps.send_message.behaviour import SendMessage

KIND = SendMessage()
