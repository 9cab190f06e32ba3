"""Runs over a suite: each document in a process of its own, results kept as they come."""
