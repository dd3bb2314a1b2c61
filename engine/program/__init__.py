"""A training step as a straight-line program: named arrays in an arena, and instructions over them in order."""
