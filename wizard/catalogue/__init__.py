"""What is known: facts, rules and questions, each with its source.

In: TOML files, and a company's overlay.
Out: a frozen :class:`wizard.catalogue.model.Catalogue`.
May import: nothing of this package.
"""
