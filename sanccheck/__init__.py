"""Screen deal participants against official lists and say what a hit means on a given day."""

__version__ = "0.1.0"
