"""The zips of the Lambda functions: our code, the shipped model, and the libraries that they import."""
