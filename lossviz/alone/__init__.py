"""A scene as a page of its own: in a frame on another site, in a file, in a notebook.

`page` writes the page; `archive` is what a file has in place of a server, made for a scene of a
lesson (`of_scene`) or for a run (`of_run`); `file` puts them together, and `shown` is what
notebooks get.
"""
