"""Editions to documents: what readers are served, and the rows they filter by.

It reads editions in force and source texts, never the working tables, and writes the projection only. It stands below
actions/, because publishing renders: an edition and its document are committed together.
"""
