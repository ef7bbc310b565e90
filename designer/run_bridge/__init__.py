"""Knows the one place where processes meet: engine and helper run as children of the window.

Must not know panels or the canvas. `orders` is plain data that both sides read.
"""
