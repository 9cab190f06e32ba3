"""Hand labels, generated disclosures, and the scores of extraction on both."""
