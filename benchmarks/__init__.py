"""Newsdesk beside its peers: one run, the same weights, ratios."""
