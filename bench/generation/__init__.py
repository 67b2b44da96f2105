"""Deterministic data of any size: facts, and the rows that actions and rendering would have made of them."""
