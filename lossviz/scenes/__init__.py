"""What a scene is: controls, the state they are in, and arrays and pictures that follow from it.

Beside it stands what scenes of several lessons draw with: scores, polygons, arcs and rings of a
disc, triangles and lines of a sphere. Nothing in here knows a lesson.
"""
