"""What Briefings is measured against: other programs over the same rows. None of them is part of the application."""
