"""The pages that are made of scenes: the state of one, and what stands round its scenes."""
