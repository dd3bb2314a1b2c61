"""Inspection: looking at a run without touching it."""
