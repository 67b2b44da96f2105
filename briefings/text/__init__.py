"""Pure functions over text: anchors, dates, quantities, names, folding. No Django in here."""
