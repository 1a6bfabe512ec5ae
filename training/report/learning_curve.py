"""How the figures grow with the headlines trained on."""

from functools import partial
from typing import Any

import numpy as np

from training.bootstrap import Estimate, accuracy_of, estimate, macro_f1_of
from training.plots import plot_learning_curve
from training.report.markdown import paragraphs, table
from training.report.section import Picture, Section
from training.report.splits import MODEL, WORDS
from training.studies import Studies


def learning_curve(studies: Studies) -> Section | None:
    """Return the figures on the test split by how much was trained on; None where no such training was done.

    Parameters
    ----------
    studies
        What the trainings came to.
    """
    results = sorted(studies.of("curve"), key=lambda result: result.trained)
    if not results:
        return None
    accuracies: dict[str, list[Estimate]] = {MODEL: [], WORDS: []}
    rows, content = [], []
    for result in results:
        entry: dict[str, Any] = {"trained": result.trained, "tested": len(result.rows)}
        for name, key, probabilities in ((MODEL, "recipe", result.model), (WORDS, "tfidf", result.words)):
            predicted = np.argmax(probabilities, axis=1)
            accuracy = estimate(accuracy_of(result.truth, predicted), len(predicted))
            macro_f1 = estimate(macro_f1_of(result.truth, predicted), len(predicted))
            accuracies[name].append(accuracy)
            rows.append([f"{result.trained:,}", name, accuracy, macro_f1])
            entry[key] = {"accuracy": accuracy.as_dict(), "macro_f1": macro_f1.as_dict()}
        content.append(entry)
    missing = studies.missing("curve")
    return Section(
        "learning_curve",
        "Learning curve",
        paragraphs(
            f"Each line is a training of its own ({studies.effort}) on a part of the training split, the larger "
            "holding the smaller, measured on test before it is quantised.",
            table(["headlines trained on", "classifier", "accuracy", "macro-F1"], rows),
            f"{missing} of {missing + len(results)} trainings are still to be done." if missing else "",
        ),
        {"recipe": studies.plan["recipe"], "points": content},
        [
            Picture(
                "learning_curve.png",
                "Learning curve",
                partial(
                    plot_learning_curve,
                    [result.trained for result in results],
                    accuracies,
                    "accuracy on test, 95 % interval",
                    "Accuracy by headlines trained on",
                ),
            )
        ],
    )
