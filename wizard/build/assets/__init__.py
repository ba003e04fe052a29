"""What the browser fetches beside the pages, and what each page must say about it.

In come the browser's sources, Pyodide, Material's assets and finished pages. Out go hashed files, a service worker, and
the policy in every page. May import the rest of `wizard`, and no other room of `wizard.build`.
"""
