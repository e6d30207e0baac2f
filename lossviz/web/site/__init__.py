"""What every page has: the frame, the pages and their links, the language, what the URL says."""
