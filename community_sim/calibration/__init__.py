"""Calibration: which values of the free parameters the survey leaves possible."""
