"""Covers, charts and sheets to print."""
