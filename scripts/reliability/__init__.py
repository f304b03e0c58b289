"""Trials of what sweeps promise; tests run a few of each, show_reliability.py many."""
