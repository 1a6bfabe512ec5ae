"""The mistakes a model is surest of."""

import numpy as np

from training.report.answers import Answers
from training.report.listing import LISTED, listing
from training.report.markdown import paragraphs
from training.report.section import Section


def mistakes(answers: Answers, threshold: float, *, texts: bool) -> Section:
    """Return the most confident mistakes.

    Parameters
    ----------
    answers
        The model's answers.
    threshold
        Confidence below which a person should look.
    texts
        Whether the headlines themselves are shown.
    """
    wrong = np.flatnonzero(~answers.correct)
    ranked = wrong[np.argsort(-answers.confidence[wrong], kind="stable")].tolist()
    passing = int(answers.passing(threshold)[wrong].sum())
    listed, content = listing(answers, ranked, texts=texts)
    shown = f"the {LISTED} surest of them" if len(ranked) > LISTED else "all of them"
    return Section(
        "mistakes",
        "The most confident mistakes",
        paragraphs(
            f"Of {len(answers):,} headlines {len(ranked):,} got the wrong label, {passing:,} of these with a "
            f"confidence of {threshold:g} or more, so that no person would have looked"
            + (f"; below are {shown}. Rows are lines of `{answers.name}.jsonl`." if ranked else "."),
            listed if ranked else "",
        ),
        {"wrong": len(ranked), "wrong_without_review": passing, "first": content},
    )
