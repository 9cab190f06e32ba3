"""Each figure of an answer is traced to the place that prints it, or not shown."""
