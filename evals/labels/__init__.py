"""Hand labels: their files read strictly, looked up in their documents, and written."""
