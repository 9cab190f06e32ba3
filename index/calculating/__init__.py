"""What follows from printed figures, of one document or of several, with its formula."""
