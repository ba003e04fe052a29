"""Programs for whoever works here.

In come the built site, this machine or the clock. Out go a server, a browser, a comparison, a list of what has aged.
May import the rest of `wizard`, and every room of `wizard.build`.
"""
