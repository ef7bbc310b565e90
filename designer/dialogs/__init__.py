"""Knows the questions that the window asks. Each returns an answer and changes nothing itself."""
