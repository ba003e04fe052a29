"""The product pages: everything the catalogue knows, nothing that it does not, and links that do what they say."""

from __future__ import annotations

import html
import re

import pytest

from tests.vocabulary import ALL_CLIENTS, DATABASES, SERVICES
from wizard.build.pages.leads import in_mind, leads
from wizard.build.pages.products import pages, product_page
from wizard.build.pages.words import LOOKED, Product, plain, product
from wizard.build.pages.words import page as place
from wizard.catalogue.load import load
from wizard.catalogue.model import Client, Fact
from wizard.converse import link
from wizard.decide.answers import prune
from wizard.decide.rules import fires
from wizard.explain.reading import reading_of

CATALOGUE = load()
PAGES = pages(CATALOGUE)
IDS = (*DATABASES, *SERVICES, *ALL_CLIENTS)

#: Anchors are public: they never change.
ANCHORS = {
    "pick-when",
    "avoid-when",
    "compared",
    "not-proposed",
    "trade-offs",
    "operations",
    "facts",
    "runs",
    "clients",
    "talks-to",
    "start",
    "leads-here",
    "rows",
    "upkeep",
}


def page(id_: str) -> str:
    return PAGES[place(product(CATALOGUE, id_))]


def facts(item: Product) -> list[Fact]:
    spoken = list(item.speaks.values()) if isinstance(item, Client) else []
    operated = () if isinstance(item, Client) else item.operations
    return [*item.facts.values(), item.upkeep, *(cost.fact for cost in (*item.trade_offs, *operated)), *spoken]


def test_every_product_has_a_page_and_every_kind_an_index_that_lists_them() -> None:
    assert set(PAGES) == {
        *(f"databases/{id_}.md" for id_ in DATABASES),
        *(f"services/{id_}.md" for id_ in SERVICES),
        *(f"clients/{id_}.md" for id_ in ALL_CLIENTS),
        *(f"{kind}/index.md" for kind in ("databases", "services", "clients")),
    }
    for kind, ids in (("databases", DATABASES), ("services", SERVICES), ("clients", ALL_CLIENTS)):
        assert set(re.findall(rf"\*\*\[[^*]*\]\(/{kind}/([^/)]+)\.md\)", PAGES[f"{kind}/index.md"])) == set(ids)


@pytest.mark.parametrize("id_", IDS)
def test_a_fact_stands_with_its_source_its_day_and_how_sure_we_are(id_: str) -> None:
    text = page(id_)
    for fact in facts(product(CATALOGUE, id_)):
        looked = LOOKED[fact.confidence].format(day=fact.source.checked)
        where = f"[Source]({fact.source.url})" if fact.source.url.startswith("https://") else plain(fact.source.title)
        assert f"{where}, {looked}." in text
        if fact.printable and fact.text != "Supported.":
            assert plain(fact.text) in text


@pytest.mark.parametrize("id_", IDS)
def test_what_is_unverified_is_never_told(id_: str) -> None:
    text = page(id_)
    for fact in facts(product(CATALOGUE, id_)):
        if fact.confidence == "unverified":
            assert plain(fact.text) not in text
            assert "not confirmed" in text.lower()


def test_there_is_something_unverified_to_be_kept_back() -> None:
    assert any(fact.confidence == "unverified" for id_ in IDS for fact in facts(product(CATALOGUE, id_)))


@pytest.mark.parametrize("id_", IDS)
def test_it_says_when_to_pick_it_and_when_not_and_how_to_start(id_: str) -> None:
    item, text = product(CATALOGUE, id_), page(id_)
    for sentence in (*item.pick_when, *item.avoid_when):
        assert plain(sentence)[1:] in text
    assert item.website in text
    if isinstance(item, Client):
        assert f"```sh\n{item.install}\n```" in text
        assert ("{ #not-proposed }" in text) == bool(item.pickable_why)
        if item.pickable_why:
            assert plain(item.pickable_why.rstrip(".")) in text


@pytest.mark.parametrize("id_", IDS)
def test_anchors_are_the_documented_ones_and_come_once(id_: str) -> None:
    found = re.findall(r"\{ #([^ ]+) \}|<span id=\"([^\"]+)\"", page(id_))
    anchors = [heading or span for heading, span in found]
    assert len(set(anchors)) == len(anchors)
    assert {anchor for anchor in anchors if not anchor.startswith(("fact-", "speaks-"))} <= ANCHORS


@pytest.mark.parametrize("id_", IDS)
def test_links_into_the_wizard_hold_answers_that_it_accepts(id_: str) -> None:
    fragments = re.findall(r'href="\.\./\.\./wizard/#([^"]+)"', page(id_))
    assert fragments
    for fragment in fragments:
        opened = link.read(CATALOGUE, html.unescape(fragment))
        assert opened.problems == ()
        assert prune(CATALOGUE, opened.answers) == (opened.answers, ())


@pytest.mark.parametrize("id_", IDS)
def test_what_is_said_to_lead_here_leads_here(id_: str) -> None:
    item = product(CATALOGUE, id_)
    for lead in leads(CATALOGUE, item):
        if not lead.answers:
            continue
        assert fires(lead.rule, lead.answers), lead.rule.id
        decision = reading_of(CATALOGUE, lead.answers).decision
        store = decision.store
        picked = (decision.client, *((store.database, store.service) if store else ()))
        assert lead.picks == (item in picked)
        if lead.by is None:
            assert not lead.picks, lead.rule.id


@pytest.mark.parametrize("id_", [*DATABASES, *SERVICES])
def test_somebody_who_leans_towards_it_can_say_so(id_: str) -> None:
    assert in_mind(product(CATALOGUE, id_))["existing_database"] == id_


def test_conditions_of_trade_offs_are_told_in_words() -> None:
    text = page("postgresql")
    assert "- **From functions, on [Neon](/services/neon.md)" in text
    assert "own protocol:** A pooler in transaction mode breaks" in text
    assert "- **With live updates, where the service sends none itself:** Changes do not reach" in text
    assert "- **On paid plans:** Billing is by use" in page("neon")


def test_a_condition_reads_as_a_person_would_say_it() -> None:
    labels = {
        line for text in PAGES.values() for line in re.findall(r"(?:^- |:   )\*\*([^*]+):\*\*", text, re.MULTILINE)
    }
    assert len(labels) > 40
    broken = re.compile(r"anything|not sure|nothing said|[a-z]: |without no|that has |and it is|^With (no|without)\b")
    assert not {label for label in labels if broken.search(label)}


def test_what_is_to_know_in_operation_stands_under_what_it_is_about() -> None:
    text = page("neon")
    operated = text[text.index("{ #operations }") : text.index("{ #start }")]
    assert "\nBackup and restore\n:   **On a free plan:** Every branch" in operated
    assert "\nLimits\n:   **On a free plan:** 0" in operated


def test_a_trade_off_of_one_protocol_names_it() -> None:
    assert "- **With PlanetScale Vitess:** Sharded keyspaces have no AUTO" in page("planetscale")


def test_a_rule_tells_its_reason_with_the_products_name() -> None:
    assert "Looking a value up by its key is what Redis is simplest and quickest at." in page("redis")
    for text in PAGES.values():
        assert not re.search(r"\{(name|database|service|client|relational|vectors)\}", text)


def test_a_page_that_is_asked_for_alone_is_the_same() -> None:
    assert product_page(CATALOGUE, CATALOGUE.databases["mysql"]) == page("mysql")
