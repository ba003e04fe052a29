"""Why: reasons, trade-offs, conflicts, alternatives, and how everything is called.

In: a rulebook and answers.
Out: a :class:`wizard.explain.reading.Reading`, everything that follows from the answers.
May import: catalogue, decide.
"""
