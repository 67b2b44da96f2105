"""Measure Briefings: data of any size, contestants over the same rows, and what a request costs."""
