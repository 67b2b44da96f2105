"""Django's SQLite backend on an engine without the WAL-reset bug. See docs/decisions/0002-sqlite-engine.md."""
