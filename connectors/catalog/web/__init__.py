"""Calls any web service as the workflow says. Knows no workflow and no system."""
