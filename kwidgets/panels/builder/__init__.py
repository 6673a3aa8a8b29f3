"""A model is built: four faces of one model, each of which can be edited."""
