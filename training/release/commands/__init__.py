"""The commands of `python -m training.release`, one file each."""
