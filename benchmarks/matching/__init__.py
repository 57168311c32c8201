"""Measure matching: what is found, what is found first, what is raised for nothing.

Everything is made anew from the real lists by a fixed seed, and the same names go to every
program. `python -m benchmarks.matching --help` says how to run it.
"""
