"""What the deployment is made of: parts that serverless.yml includes, and the zip of its functions."""
