"""Distances between points, which only Mesa's continuous space asks for."""

from numpy.missing import missing

__all__ = ["cdist"]

cdist = missing("scipy.spatial.distance.cdist")
