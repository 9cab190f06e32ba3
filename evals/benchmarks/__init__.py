"""Benchmarks: what takes how long, what a model helps, what the check finds."""
