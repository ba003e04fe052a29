"""What was said: the record beside the answers, the link, the flow of screens.

In: answers, notes, a fragment of an address.
Out: the state of an interview, and what comes next.
May import: catalogue, decide, explain.
"""
