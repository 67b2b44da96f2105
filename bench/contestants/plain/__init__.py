"""Plain: what a careful Django team writes over the same tables, columns and indexes. Frozen: its hash is reported."""
