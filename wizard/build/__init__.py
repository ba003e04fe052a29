"""What builds the site: pages and tables as Markdown before MkDocs prints them, assets and data after it.

In: the catalogue, docs/, overrides/, Pyodide's files.
Out: a static site.
May import: catalogue, decide, explain, converse, write, read, check, show, door, agent.
"""
