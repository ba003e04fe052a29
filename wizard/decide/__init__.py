"""What follows from answers: the pick, whether it is settled, and what would change it.

In: a catalogue and answers.
Out: a rulebook, and a decision by it.
May import: catalogue.
"""
