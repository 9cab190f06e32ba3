"""Labels and what came of a document or a question in, judged items and metrics out."""
