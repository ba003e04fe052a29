"""`make first-ten-minutes`: the lines of the starts, run for real against servers that it starts and stops itself."""
