"""The record of what was asked, answered and decided: append-only, each event bound to the last."""
