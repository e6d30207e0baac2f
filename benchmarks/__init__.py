"""The speed targets as ratios, each against something in the same run: `make bench`."""
