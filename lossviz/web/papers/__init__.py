"""The page that checks the papers."""
