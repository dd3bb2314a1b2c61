"""Benchmarks: how quick a training step and its pictures are, beside PyTorch and plain NumPy, each with its floor."""
