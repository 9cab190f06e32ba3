"""Reports of a run: one HTML page, and the words that page and terminal share."""

from evals.reports.page import render_page, write_page
from evals.reports.words import (
    count_outcomes,
    describe_cost,
    describe_settings,
    describe_unanswered,
    name_metric,
    write_count,
    write_interval,
    write_score,
)

__all__ = [
    "count_outcomes",
    "describe_cost",
    "describe_settings",
    "describe_unanswered",
    "name_metric",
    "render_page",
    "write_count",
    "write_interval",
    "write_page",
    "write_score",
]
