"""The pictures of a report, in one look."""

from training.plots.answers import Answer, plot_answers
from training.plots.attention import plot_attention
from training.plots.bars import Bars, plot_bars
from training.plots.composition import plot_composition
from training.plots.confusion import plot_confusion
from training.plots.coverage import Curve, Mark, plot_coverage
from training.plots.estimates import Line, plot_estimates
from training.plots.histogram import Limit, plot_histogram
from training.plots.history import plot_history
from training.plots.inline import inline
from training.plots.learning_curve import plot_learning_curve
from training.plots.reliability import plot_reliability
from training.plots.timeline import plot_timeline

__all__ = [
    "Answer",
    "Bars",
    "Curve",
    "Limit",
    "Line",
    "Mark",
    "inline",
    "plot_answers",
    "plot_attention",
    "plot_bars",
    "plot_composition",
    "plot_confusion",
    "plot_coverage",
    "plot_estimates",
    "plot_histogram",
    "plot_history",
    "plot_learning_curve",
    "plot_reliability",
    "plot_timeline",
]
