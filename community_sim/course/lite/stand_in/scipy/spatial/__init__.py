"""SciPy's names that Mesa looks for when it is imported; a run of the model uses none."""
