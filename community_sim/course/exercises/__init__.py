"""The key: for each lesson what is right, the usual misreadings, and planted wrong answers.

Students get notebooks without this package.
"""
