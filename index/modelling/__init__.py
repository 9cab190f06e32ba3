"""A model reads the question and words the answer; it sees and states no figure."""
