"""What follows: the database, the place and the client that the rules lead to.

In: a `Catalogue` and answers. Out: a `Decision`, whether it is settled, and what a single other answer would change.
It imports `wizard.catalogue` alone.
"""
