"""Training: the update, the batches, the trainer, its journal, its curve."""
