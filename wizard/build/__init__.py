"""Builds the site.

In come docs/, overrides/, the catalogue and what is installed. Out goes the folder of the built site, and nothing of
this room is in it. May import the rest of `wizard`; nothing else of `wizard` may import it.
"""
