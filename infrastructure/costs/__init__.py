"""What a million headlines cost: `python -m infrastructure.costs`."""
