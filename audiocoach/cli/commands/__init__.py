"""What each command is called with, and what of the product it calls; `cli/app.py` puts them together."""
