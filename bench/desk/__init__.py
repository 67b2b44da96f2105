"""The desk, timed: every page of the admin on a generated database."""
