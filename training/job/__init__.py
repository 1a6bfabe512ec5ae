"""A SageMaker training job: prepared headlines in a channel, the `model.tar.gz` of an endpoint out of it.

`training.job.source` writes what is uploaded as the job's source, and `train.py` in it is what torchrun starts in
every process of every instance.
"""
