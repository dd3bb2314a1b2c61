"""Data: what can be learned, as specs; how it is loaded, divided and prepared."""
