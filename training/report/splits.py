"""The same recipe on random, story-grouped and time-ordered splits, side by side."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from training.bootstrap import Estimate, accuracy_of, estimate, macro_f1_of
from training.plots import Line, plot_estimates
from training.report.answers import Answers
from training.report.markdown import paragraphs, percent, table
from training.report.section import Picture, Section
from training.studies import Result, Studies
from training.studies.job import NEWEST, Study

SPLITS: dict[Study, str] = {
    "random": "random",
    "story": "by story",
    "time": "by time",
}
MODEL, WORDS = "the recipe", "TF-IDF (1-2) + logistic regression"


def splits(studies: Studies) -> Section | None:
    """Return the figures on each kind of split; None where no such training was done.

    Parameters
    ----------
    studies
        What the trainings came to.
    """
    rows: list[list[object]] = []
    lines, notes = [], []
    content: dict[str, Any] = {}
    for study, name in SPLITS.items():
        results = studies.of(study)
        if missing := studies.missing(study):
            notes.append(f"{name}: {missing} of {missing + len(results)} trainings are still to be done.")
        model, words = (studies.pooled(study, name, words=words) for words in (False, True))
        if model is None or words is None:
            continue
        stories = len(set(model.stories or []))
        accuracies: dict[str, list[float]] = {
            MODEL: [_accuracy(result.model, result) for result in results],
            WORDS: [_accuracy(result.words, result) for result in results],
        }
        figures = {MODEL: _figures(model), WORDS: _figures(words)}
        rows += [
            [
                name,
                classifier,
                len(results),
                f"{len(model):,}",
                stories,
                found["accuracy"],
                _spread(accuracies[classifier]),
                found["macro_f1"],
            ]
            for classifier, found in figures.items()
        ]
        estimates = [found["accuracy"] for found in figures.values()]
        lines.append(
            Line(name, estimates, note=f"{len(model):,} in {stories}", parts=list(accuracies.values()))
        )
        untested = [label for index, label in enumerate(model.labels) if index not in set(model.split.labels)]
        if untested:
            notes.append(
                f"{name}: {', '.join(untested)} is not tested, as it stands in a single story or on one side; "
                "the macro-F1 is over the other labels."
            )
        content[study] = {
            "trainings": len(results),
            "rows": len(model),
            "stories": stories,
            "labels_not_tested": untested,
            **{
                key: {
                    **{figure: found.as_dict() for figure, found in figures[classifier].items()},
                    "accuracy_of_trainings": accuracies[classifier],
                }
                for key, classifier in (("recipe", MODEL), ("tfidf", WORDS))
            },
        }
    if not rows:
        return None
    corpus, added = studies.plan["corpus"], _names(studies.plan["added"])
    return Section(
        "splits",
        "Random, by story, by time",
        paragraphs(
            f"What this recipe reaches when {_names(corpus['files'])} ({corpus['rows']:,} distinct headlines of "
            f"{corpus['stories']:,} stories) is split in other ways. Each line is of trainings of its own "
            f"({studies.effort}), on the other side of the split alone"
            + (f" and on {added} (of stories that are not known)" if added else "")
            + "; the artifact measured above is none of them. At random and by story, every headline is tested "
            "once, by the training that did not see it: at random, that saw others of its story; by story, none. "
            f"By time, the newest {percent(NEWEST)} are tested.",
            table(
                [
                    "split",
                    "classifier",
                    "trainings",
                    "headlines tested",
                    "stories",
                    "accuracy",
                    "of single trainings",
                    "macro-F1",
                ],
                rows,
            ),
            "Intervals: 95 %, whole stories resampled, since the headlines of a story stand and fall together: "
            "where the stories are few, they are wide, and no figure is better known than that.",
            *notes,
        ),
        {
            "corpus": corpus,
            "added": studies.plan["added"],
            "recipe": studies.plan["recipe"],
            "splits": content,
        },
        [
            Picture(
                "splits.png",
                "Accuracy on random, story-grouped and time-ordered splits",
                partial(
                    plot_estimates,
                    lines,
                    [MODEL, WORDS],
                    "accuracy with 95 % interval (strokes: single trainings; right: headlines in stories)",
                    f"{_names(corpus['files'])} on several splits",
                ),
            )
        ],
    )


def _figures(answers: Answers) -> dict[str, Estimate]:
    statistics = {
        "accuracy": accuracy_of(answers.truth, answers.predicted),
        "macro_f1": macro_f1_of(answers.truth, answers.predicted),
    }
    return {
        name: estimate(statistic, len(answers), answers.stories) for name, statistic in statistics.items()
    }


def _accuracy(probabilities: Sequence[Sequence[float]], result: Result) -> float:
    return float(np.mean(np.argmax(probabilities, axis=1) == result.truth))


def _spread(accuracies: Sequence[float]) -> str:
    return f"{min(accuracies):.3f} to {max(accuracies):.3f}" if len(accuracies) > 1 else ""


def _names(files: Sequence[Mapping[str, str]]) -> str:
    return ", ".join(file["name"] for file in files)
