"""Corrections in, training rows with the labels that people gave them out."""
