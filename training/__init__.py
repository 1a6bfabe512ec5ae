"""Labelled headlines in, an artifact out. Nothing outside this package knows about PyTorch."""

import logging

# First, because ONNX Runtime's quantizer would otherwise make every library's progress visible when it is imported.
logging.basicConfig(level=logging.WARNING)
