"""A model looks things up with tools, step by step; it points at figures, and sees none."""
