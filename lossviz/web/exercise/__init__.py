"""Exercises: what a teacher writes into a link, and what its page makes of it."""
