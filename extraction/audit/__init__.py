"""A disclosure checked as an auditor does: every sum, every statement, and what could not be.

record → relations and their verdicts → findings with their causes, and the ledger
"""

from extraction.audit.catalogue import RULES, Basis, FindingKind, Rule, Severity
from extraction.audit.checking import check
from extraction.audit.findings import Break, Cause, CauseKind, Finding, LedgerEntry, Report

__all__ = [
    "RULES",
    "Basis",
    "Break",
    "Cause",
    "CauseKind",
    "Finding",
    "FindingKind",
    "LedgerEntry",
    "Report",
    "Rule",
    "Severity",
    "check",
]
