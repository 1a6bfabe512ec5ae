"""Headlines whose given label is probably wrong."""

import warnings
from collections.abc import Sequence

from training.report.answers import Answers
from training.report.listing import LISTED, listing
from training.report.markdown import paragraphs
from training.report.section import Section


def label_errors(measured: Sequence[Answers], *, texts: bool) -> Section:
    """Return suspected label errors, by confident learning (Northcutt et al. 2021, as cleanlab has it).

    Parameters
    ----------
    measured
        What models answered on headlines they were not trained on.
    texts
        Whether the headlines themselves are shown.
    """
    parts, content = [], {}
    for answers in measured:
        suspected = _suspected(answers)
        listed, first = listing(answers, suspected, texts=texts)
        parts += [
            f"### {answers.name}: {len(suspected):,} of {len(answers):,} labels",
            listed if suspected else "",
            f"Shown are the first {LISTED}." if len(suspected) > LISTED else "",
        ]
        content[answers.name] = {"rows": len(answers), "suspected": len(suspected), "first": first}
    note = (
        "Labels that the model contradicts more surely than its mistakes explain, the least likely label first "
        "(confident learning, Northcutt et al. 2021, by cleanlab). They are candidates for a person's eyes, and a "
        "model's blind spots look just the same: nothing was removed, and every figure above counts them as "
        "given. Rows are lines of the prepared file, or of `corpus.jsonl` in the folder of the studies."
    )
    return Section("label_errors", "Suspected label errors", paragraphs(note, *parts), content)


def _suspected(answers: Answers) -> list[int]:
    from cleanlab.filter import find_label_issues

    if not answers.correct.all():
        with warnings.catch_warnings():
            # Of labels without a row: there is nothing to suspect among them.
            warnings.simplefilter("ignore")
            found = find_label_issues(
                answers.truth,
                answers.probabilities,
                return_indices_ranked_by="self_confidence",
                n_jobs=1,
            )
        return [int(row) for row in found]
    return []
