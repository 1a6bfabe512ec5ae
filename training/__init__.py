"""Labelled headlines in, an artifact out. Nothing outside this package knows about PyTorch."""

import logging

# First, because importing ONNX Runtime's quantizer would otherwise show every library's progress.
logging.basicConfig(level=logging.WARNING)
