"""Hand-labelled tables and questions, generated disclosures, metrics, reports."""
