"""Outcomes of rules that are no sums: what agrees, what does not, what could not be told."""

from extraction.relations import Outcome, Relation, Remark, Verdict


def tied(relation: Relation) -> Outcome:
    """That it holds."""
    return Outcome(relation, Verdict.TIED, "", None)


def broken(relation: Relation, worked: Remark, meant: str = "") -> Outcome:
    """That it does not, how, and what words should stand there where that is known."""
    return Outcome(relation, Verdict.BROKEN, "", None, worked, meant)


def unchecked(relation: Relation, reason: str) -> Outcome:
    """That a rule could not run, and why."""
    return Outcome(relation, Verdict.NOT_CHECKABLE, reason, None)


def doubt(outcome: Outcome, reason: str) -> Outcome:
    """An outcome that is not sure where it finds something."""
    is_found = outcome.verdict is Verdict.BROKEN
    return unchecked(outcome.relation, reason) if is_found else outcome
