"""Regimes as data: conditions over facts, dated and cited rules, their evaluation."""
