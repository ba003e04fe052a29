"""Conclusions of rules in files that they do not belong to, with what the loader says of each."""

from __future__ import annotations

from typing import Any, Final

RANKING = "rules/stores.toml or rules/clients.toml"
CONCLUDES: Final = {
    "stores": "a rule about stores gives points or rules out",
    "clients": "a rule about clients gives points or rules out",
    "coherence": "a rule about coherence objects, warns or notes",
    "companions": "a rule about companions puts a store beside the pick",
}

#: key -> (its value, what the loader calls it, where it belongs, the files in which it is wrong)
CONCLUSIONS: Final[dict[str, tuple[Any, str, str, tuple[str, ...]]]] = {
    "favour": ({"database": "mysql", "by": 1}, "weights", RANKING, ("coherence", "companions")),
    "against": ([{"database": "mysql", "by": 1}], "weights", RANKING, ("coherence", "companions")),
    "exclude": ({"database": "mysql"}, "exclusions", RANKING, ("coherence", "companions")),
    "unfit": (
        {"database": "mysql"},
        "exclusions for what a store cannot hold",
        "rules/stores.toml",
        ("clients", "coherence", "companions"),
    ),
    "block": ("No.", "objections", "rules/coherence.toml", ("stores", "clients", "companions")),
    "warn": ("Well.", "warnings", "rules/coherence.toml", ("stores", "clients", "companions")),
    "note": ("Hm.", "notes", "rules/coherence.toml", ("stores", "clients", "companions")),
    "companion": (
        {"database": "redis", "for": "key-value"},
        "companions",
        "rules/companions.toml",
        ("stores", "clients", "coherence"),
    ),
    "pick": (
        {"database": "mysql"},
        "conditions on the pick",
        "rules/coherence.toml or rules/companions.toml or rules/answered.toml",
        ("stores", "clients"),
    ),
    "pick_not": (
        {"database": "mysql"},
        "conditions on the pick",
        "rules/coherence.toml or rules/companions.toml or rules/answered.toml",
        ("stores", "clients"),
    ),
}

#: (file without its ending, the misplaced conclusion, what follows the rule in the message)
MISPLACED: Final = [
    (stage, {key: value}, f"{key}: {CONCLUDES[stage]}; {what} belong to {files}")
    for key, (value, what, files, wrong) in CONCLUSIONS.items()
    for stage in wrong
]
