"""The wire between a page and its session, written once: commands, events, frames, links. No web framework in it."""
