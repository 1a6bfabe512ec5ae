"""The model behind a SageMaker endpoint: requests in its formats in, answers in its formats out."""
