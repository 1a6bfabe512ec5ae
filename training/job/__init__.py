"""The program of a SageMaker training job."""
