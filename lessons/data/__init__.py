"""Data files of the lessons, a card beside each, and the command that makes them again."""
