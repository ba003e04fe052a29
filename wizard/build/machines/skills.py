"""The skill where agents look for one, with its index.

Version 0.2.0 of https://github.com/cloudflare/agent-skills-discovery-rfc (checked 28 November 2026).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

from wizard.agent import skill

#: Below the site's root.
FOLDER: Final = ".well-known/agent-skills"

#: Where the skill is, below the site's root.
PLACE: Final = f"{FOLDER}/{skill.NAME}/SKILL.md"

SCHEMA: Final = "https://schemas.agentskills.io/discovery/0.2.0/schema.json"


def files(root: str) -> Mapping[str, str]:
    """Place below the site's root -> text; `root` is the site's address, with a slash at its end."""
    text = skill.text(root)
    entry = {
        "name": skill.NAME,
        "type": "skill-md",
        "description": description(text),
        "url": f"{skill.NAME}/SKILL.md",  # from the index, so that a sub-path does not matter
        "digest": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
    }
    index = {"$schema": SCHEMA, "skills": [entry]}
    return {PLACE: text, f"{FOLDER}/index.json": json.dumps(index, indent=1, ensure_ascii=False) + "\n"}


def description(text: str) -> str:
    """What a skill says of itself. Raises ValueError where it says nothing."""
    found = re.search(r"\A---\n(?:.*\n)*?description: (.+)\n", text)
    if found is None:
        raise ValueError("the skill has no description")
    return found[1]
