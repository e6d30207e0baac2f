"""`python -m lossviz.web.server` serves the site."""

from lossviz.web.server.program import main

if __name__ == "__main__":
    main()
