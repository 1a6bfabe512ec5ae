"""The report of an evaluation: a folder made of sections, one module each.

A section is a `Section`: Markdown for a person, JSON content for a program, pictures for the eye. To add one, make
a `Section` and put it into the list that `write_report` gets.
"""

from training.report.answers import Answers
from training.report.folder import write_report
from training.report.section import Picture, Section

__all__ = ["Answers", "Picture", "Section", "write_report"]
