"""A package, so that pytest puts the folder above it on the path and tests import `tests.support` from anywhere."""
