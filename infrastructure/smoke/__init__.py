"""Whether a deployed service does what it is for."""
