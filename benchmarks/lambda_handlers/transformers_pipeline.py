"""What most people write: the pipeline of `transformers`, made when the function starts."""

import os
from typing import Any

from transformers import pipeline

classify = pipeline("text-classification", model=os.environ["MODEL_FOLDER"], device="cpu")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer with the label and its score."""
    (found,) = classify([event["inputs"]], truncation=True)
    return {"predicted_label": found["label"], "confidence": found["score"]}
