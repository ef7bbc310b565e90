"""Shows the run as it was at any moment. Must not know how the canvas draws it.

`bar` is what lies under the canvas, `track` its line and handle, `marks` what stands out on it.
"""
