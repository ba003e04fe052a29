"""The browser's only door: an event in, a response out.

In: a request as JSON.
Out: a response as JSON.
May import: catalogue, decide, explain, converse, write, read, check, show.
"""
