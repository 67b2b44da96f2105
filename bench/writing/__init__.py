"""Writing, timed: people who publish at the same moment through the actions."""
