"""The conversation without a page: what an agent asks, says, changes and writes for a person.

In: answers and what was said beside them, in a file or on standard input.
Out: text to be read or spoken, the same as JSON, and files changed whole or not at all.
May import: catalogue, decide, explain, converse, write, read, check, show, door.
"""
