"""The desk for scripts: working rows, with a token. Nothing of it is public; every write is an action."""
