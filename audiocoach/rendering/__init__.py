"""Run the stages in order, for one session or for many."""
