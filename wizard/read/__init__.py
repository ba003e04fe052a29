"""Other files: project files that propose answers, and a document that is opened again.

In: names and texts of files.
Out: proposals with the line that says so, or a document's answers and prose.
May import: catalogue, decide, explain, converse, write.
"""
