"""Make everything anew that follows from the model: see scripts/make_anew.py."""
