"""Layers: each file holds one, its spec and the instructions it emits forward and backward."""
