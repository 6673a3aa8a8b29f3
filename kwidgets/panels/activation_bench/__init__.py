"""The bench for activations."""
