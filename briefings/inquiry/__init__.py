"""Asking the analysis about what is published: which documents a question needs, in a bounded number of queries."""
