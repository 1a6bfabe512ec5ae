"""Lambda handlers that ours is compared with; each is run in a process of its own, and imports nothing of ours."""
