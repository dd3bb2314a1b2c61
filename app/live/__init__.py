"""Running sessions: what trains, where it trains and who watches. No web framework in it."""
