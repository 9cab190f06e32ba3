"""What is wrong with what a model points at."""


class Refused(Exception):
    """What an answer points at is not there, or is not what it is said to be."""
