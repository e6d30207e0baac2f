"""The Plotly twins of the canvas pictures, one module a kind; they alone import Plotly."""
