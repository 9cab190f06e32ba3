"""What is broken, by its cause: outcomes of one cause are one finding."""

from extraction.audit.causes.cutting import read_as_cut
from extraction.audit.causes.grouping import group_by_cause
from extraction.audit.causes.merging import findings_of

__all__ = ["findings_of", "group_by_cause", "read_as_cut"]
