"""What comes from outside: project files, a document that is opened again, a line of text that names a stack.

In: names and texts of files, or a line of text.
Out: proposals with the line that says so, a document's answers and prose, or the answers that a line gives.
May import: catalogue, decide, explain, converse, write.
"""
