"""A club: who is in it, what each has of their own, where their journals lie, and the coach's table of all of them."""
