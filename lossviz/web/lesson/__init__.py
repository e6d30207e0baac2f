"""The pages of the lessons: the state of one, what its scenes ask the server for, how it looks."""
