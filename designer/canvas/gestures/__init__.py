"""Knows what mouse movements mean: one class for each gesture. Must not know kinds or windows.

A gesture changes nothing before it ends, and nothing at all when it is cancelled. `pointer` decides
which one begins with a press; `hit` says what lies under the pointer.
"""
