"""How Django writes dates at the desk: as everything else here does."""
