"""Generated disclosures: fictional agencies with consistent figures, printed as published.

A seed fixes an agency, its accounts over three years and the template that it prints with. The
text and the truth about it (facts, tables, statements) come from the same figures; no parser of
ours has a part in it.
"""

from evals.generator.documents import generate, generate_agency, write_samples
from evals.generator.labels import GeneratedDocument, StatementLabel

__all__ = [
    "GeneratedDocument",
    "StatementLabel",
    "generate",
    "generate_agency",
    "write_samples",
]
