"""The screens: a file a screen, beside its template.

In: the step that an event led to.
Out: HTML, a title, and what is announced.
May import: catalogue, decide, explain, converse, write, read, check.
"""
