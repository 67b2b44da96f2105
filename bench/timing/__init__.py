"""Start contestants, ask them the same questions, and time the answers."""
