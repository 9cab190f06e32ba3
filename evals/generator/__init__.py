"""Generated disclosures: fictional agencies with consistent figures, printed as published.

A seed fixes an agency, its accounts over three years and the template that it prints with. The
text and the truth about it (facts, tables, statements) come from the same figures; no parser of
ours has a part in it. Errors can be planted in a disclosure (`plant`) and instructions to its
reader put in (`inject`); `evals.generator.suites` writes whole suites with questions.
"""

from evals.generator.claims import StatementLabel
from evals.generator.documents import generate, generate_agency, write_samples
from evals.generator.injection import inject
from evals.generator.labels import GeneratedDocument, PlantedError
from evals.generator.planting import plant
from evals.generator.questions import questions_of
from evals.generator.slips import SlipKind

__all__ = [
    "GeneratedDocument",
    "PlantedError",
    "SlipKind",
    "StatementLabel",
    "generate",
    "generate_agency",
    "inject",
    "plant",
    "questions_of",
    "write_samples",
]
