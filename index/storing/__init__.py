"""Documents kept: facts, passages, files and vectors, in DuckDB and Chroma."""
