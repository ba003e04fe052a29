"""Pages and their tables.

In comes the catalogue, with the rules and what they decide. Out goes Markdown, with HTML where Markdown lacks the
means. May import the rest of `wizard`, and no other room of `wizard.build`.
"""
