"""Whether a project still does what its data-stack.md says: what no longer agrees, with the sentence and the line.

In: a folder, its project files, and its data-stack.md.
Out: findings, as text or for machines, and which sentences govern a file.
May import: catalogue, decide, explain, converse, write, read.
"""
