"""Facts, passages, retrieval and grounded answers (DuckDB, Chroma).

Knows extraction's records; nothing of evals or app.
"""

__all__: list[str] = []
