"""What one unit, one layer and one batch compute, with the actual numbers."""
