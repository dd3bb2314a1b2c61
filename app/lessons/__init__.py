"""Lessons: what a person reads, does and is asked beside a live network. Each is one Markdown file."""
