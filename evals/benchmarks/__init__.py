"""Benchmarks: what takes how long, in processes of their own."""
