"""The pictures of a report, in one look."""

from training.plots.confusion import plot_confusion
from training.plots.coverage import Curve, Mark, plot_coverage
from training.plots.estimates import Line, plot_estimates
from training.plots.inline import inline
from training.plots.learning_curve import plot_learning_curve
from training.plots.reliability import plot_reliability

__all__ = [
    "Curve",
    "Line",
    "Mark",
    "inline",
    "plot_confusion",
    "plot_coverage",
    "plot_estimates",
    "plot_learning_curve",
    "plot_reliability",
]
