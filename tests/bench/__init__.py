"""How fast it is: `make bench` measures the engine and the site, and prints one table.

Times are measured as a person meets them: each interview in a Python, or a browser profile, that was started for it,
so that nothing is remembered from an interview before.
"""
