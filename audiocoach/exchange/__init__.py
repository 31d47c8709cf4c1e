"""Workouts of other programs: read into values of ours, and written as scripts."""
