"""The network room: the one place that speaks HTTP. Nothing else in the program does."""
