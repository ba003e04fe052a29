"""What machines read.

In come the catalogue, lock files, installed packages and finished pages. Out go JSON with its schemas, Markdown copies,
llms.txt, notices and a bill of materials. May import the rest of `wizard`, and `pages` and `assets`.
"""
