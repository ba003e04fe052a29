"""The file: what it says, as Markdown, with the answers in a comment at its end.

In: a reading and a record.
Out: a document and its Markdown, and the answers read back.
May import: catalogue, decide, explain, converse.
"""
