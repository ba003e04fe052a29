"""What is known: databases, services, clients, questions and rules.

In: TOML files, and a company's overlay. Out: a `Catalogue`, checked and frozen; else an error with file and key.
It imports nothing else of `wizard`.
"""
