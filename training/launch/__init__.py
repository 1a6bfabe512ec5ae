"""A training on SageMaker: what is to be trained, where, and at what cost; and how far it is.

Runs in an environment of its own (`make launch`), in which there is no PyTorch. SageMaker's SDK is imported only
by what builds a request, for that takes seconds.
"""
