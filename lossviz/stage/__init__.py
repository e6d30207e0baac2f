"""What the browser is sent of a scene, and the one script that shows it: without any site.

The messages of a scene (`scenes`, `runs`, `input_plane`, `trials`) in the wire format (`packing`),
its words in a language, and the modules of the browser's side as one script (`bundle`).
"""
