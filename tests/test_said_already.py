"""What has been said is not asked again, wherever it was said: beside an answer, or where something was agreed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.talking import Talk, talking

MANAGED = "set  persistence=yes  existing_database=none  runtime=server  hosting=managed  engines=one"
RDS = f"{MANAGED}  language=python  framework=django  platform=aws  data=relational  compliance=encryption"
RDS += "  scale=millions"
IN_USE = (
    "set  persistence=yes  existing_database=aws-rds  existing_engine=postgresql  existing_stance=in-use"
    "  language=python  framework=fastapi  existing_client=sqlalchemy  runtime=server  platform=aws  data=relational"
    "  scale=billions  hosting=managed  compliance=encryption  existing_stores=none  migrations=separate"
)
VECTORS = (
    f"{MANAGED}  language=python  framework=fastapi  platform=google-cloud  data=relational,vectors  scale=millions"
)
VECTORS += "  budget=modest"
READINGS = f"{MANAGED}  language=go  platform=any  existing_client=pgx  data=time-series  scale=billions"

ALL = {
    "a key, agreed": (
        RDS,
        "keep  encryption-is-chosen-at-creation  --way  1  --because  Ines holds the keys, in KMS.",
        "Data, backups and dumps are encrypted.",
        "a person says here who holds the keys",
    ),
    "a key of their own, agreed": (
        RDS,
        "keep  encryption-is-chosen-at-creation  --way  1  --because  Our own KMS key, held by Ines.",
        "have the keys that “Agreed” names",
        "a person says here who holds the keys",
    ),
    "a key, beside an answer": (
        RDS,
        "set  compliance=encryption  --because  The security officer holds the keys.",
        "Data, backups and dumps are encrypted.",
        "a person says here who holds the keys",
    ),
    "a key, of what runs": (
        IN_USE,
        "set  compliance=encryption  --because  Encrypted by KMS, and the security officer holds the keys.",
        "encrypted",
        "ook up who holds the keys",
    ),
    "restores": (
        IN_USE,
        "set  existing_database=aws-rds  --because  Every team is on it and the restores have been rehearsed.",
        "how restores are rehearsed stays as “In our own words” has it",
        "and rehearse one",
    ),
    "a tool": (
        IN_USE,
        "set  migrations=separate  --because  Alembic revisions are reviewed like code.",
        "- Migrations: By Alembic, where its files are",
        "what “In our own words” has for it",
    ),
    "customers": (
        VECTORS,
        "set  data=relational,vectors  --because  It belongs to a customer who must never see another customer's.",
        "- Tenants: ",
        "how customers are kept apart",
    ),
    "customers, and only": (
        VECTORS,
        "set  data=relational,vectors  --because  Every customer must see only own documents.",
        "- Tenants: ",
        "how customers are kept apart",
    ),
    "dimensions": (
        VECTORS,
        "keep  millions-of-embeddings-want-memory  --way  1  --because  We cut to 512 dimensions.",
        "Before another embedding model:",
        "number of dimensions",
    ),
    "an age": (
        READINGS,
        "set  scale=billions  --because  4,000 inverters, kept five years.",
        "and its retention.",
        "a person has set an age",
    ),
    "entries": (
        RDS,
        "set  data=relational  --because  An entry may never be changed once it is booked.",
        "- Ledger: It only grows",
        "Rows are deleted for good",
    ),
    "sign-in": (
        RDS,
        "set  hosting=managed  --because  People log in by the clinic's Keycloak.",
        "- Not decided here: Limits on requests",
        "ign-in and sessions",
    ),
}


@pytest.fixture
def talk(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Talk:
    return talking(capsys, monkeypatch, tmp_path)


@pytest.mark.parametrize(("answers", "words", "says", "asks"), ALL.values(), ids=ALL)
def test_what_was_said_is_not_asked(talk: Talk, answers: str, words: str, says: str, asks: str) -> None:
    talk(answers)
    assert asks in talk("write  data-stack.toml") or says.startswith("- Migrations")
    talk(words)
    text = talk("write  data-stack.toml")
    assert says in text
    assert asks not in text


@pytest.mark.parametrize(
    "words", ["Nobody holds the keys yet.", "Who holds the keys?", "We do not know who will hold the keys."]
)
def test_what_is_open_is_asked_still(talk: Talk, words: str) -> None:
    talk(RDS)
    talk(f"set  compliance=encryption  --because  {words}")
    assert "who holds the keys" in talk("write  data-stack.toml")


def test_what_was_agreed_on_is_no_order_beside_own_words(talk: Talk) -> None:
    talk(IN_USE)
    talk("keep  billions-on-one-primary-in-use  --way  1  --because  events is partitioned by month since March.")
    text = talk("write  data-stack.toml")
    assert "- Agreed, in our words, on “Partition" in text
    assert "”: events is partitioned by month since March." in text
    talk("keep  billions-on-one-primary-in-use  --way  1  --because  They are partitioned already.")
    assert "”: They are partitioned already." in talk("write  data-stack.toml")
    talk("keep  billions-on-one-primary-in-use  --way  1")


def test_who_read_what_is_an_open_point(talk: Talk) -> None:
    talk(RDS)
    talk("set  hosting=managed  --because  No back doors: auditors want to know who read what.")
    assert "How this is met, written here: “No back doors: auditors want to know who read what”." in talk(
        "write  data-stack.toml"
    )
