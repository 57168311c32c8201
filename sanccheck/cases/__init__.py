"""Cases: each hit on a party, what was compared, what a person decided, and whether it stands."""
