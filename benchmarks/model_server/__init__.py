"""SageMaker's own model server on a model folder, and a folder in the manner of the original project."""
