"""Each source is a page about the product that its sentence is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.test_sentences import files
from wizard.catalogue.load import load
from wizard.catalogue.model import Cost, Source
from wizard.catalogue.rule_model import Selector
from wizard.decide.rulebook import rulebook
from wizard.decide.rules import Store, selects

CATALOGUE = load()
BOOK = rulebook(CATALOGUE)

#: Pages of one vendor -> the services that they may be said of. A vendor's page about an engine speaks of the engine.
VENDORS: Final = {
    "planetscale.com": ("planetscale",),
    "supabase.com": ("supabase",),
    "neon.com": ("neon",),
    "docs.turso.tech": ("turso",),
    "upstash.com": ("upstash",),
    "tigerdata.com": ("tiger-cloud", "self-hosted"),
    "cockroachlabs.com": ("cockroach-cloud", "self-hosted"),
    "mongodb.com/docs/atlas/(?!cli)": ("mongodb-atlas",),
    "firebase.google.com": ("firebase",),
    "developers.cloudflare.com/d1": ("cloudflare-d1",),
    "redis.io/docs/latest/operate/rc": ("redis-cloud",),
    "cloud.google.com/sql": ("google-cloud-sql",),
    "learn.microsoft.com": ("azure-database",),
    "AuroraUserGuide": ("aws-aurora",),
    "AmazonElastiCache": ("aws-elasticache",),
    "amazondynamodb": ("aws-dynamodb",),
}

#: What an address says of one engine -> the engines that it may be said of.
ENGINES: Final = {
    r"postgres": ("postgresql", "timescaledb", "cockroachdb"),
    r"/mysql|dev\.mysql": ("mysql",),
    r"mariadb": ("mariadb",),
    r"mongodb": ("mongodb", "firestore"),
    r"vitess": ("mysql",),
    r"redis": ("redis",),
    r"valkey": ("valkey", "redis"),
    r"sqlite\.org": ("sqlite",),
    r"timescale|tigerdata": ("timescaledb", "postgresql"),
    r"cockroach": ("cockroachdb",),
    r"influx": ("influxdb",),
}


def is_about(url: str, store: Store) -> bool:
    """Whether the page may stand behind a sentence about this store: no other vendor's, and no other engine's."""
    vendors = [services for part, services in VENDORS.items() if re.search(part, url)]
    if vendors and not any(store.service.id in services for services in vendors):
        return False
    if "AmazonElastiCache" in url or url.startswith("https://github.com/"):
        return True  # its pages keep Redis in their names; and a library's own repository, or a vendor's documentation
    engines = [allowed for part, allowed in ENGINES.items() if re.search(part, url, re.IGNORECASE)]
    return not engines or any(store.database.id in allowed for allowed in engines)


def names_its_product(url: str, text: str) -> bool:
    """Whether a sentence calls the product by its name of which the page is."""
    known = [*VENDORS.items(), *ENGINES.items()]
    ids = {id_ for part, allowed in known if re.search(part, url, re.IGNORECASE) for id_ in allowed}
    return any(CATALOGUE.name(id_) in text for id_ in ids)


def statements(store: Store) -> Iterator[tuple[str, Source]]:
    """What the catalogue can say of a store, whatever the answers are."""
    for key in ("free_tier", "encryption_at_rest", "residency", "open_source", "write_scaling", "ceiling"):
        if key in store.facts:
            yield store.facts[key].text, store.facts[key].source
    known: tuple[Cost, ...] = (*store.database.trade_offs, *store.service.trade_offs)
    known += (*store.database.operations, *store.service.operations)
    for item in known:
        of_the_store = {key: wanted for key, wanted in item.pick.items() if key in store.attributes}
        if item.fact.printable and selects(of_the_store, store.attributes):
            yield item.fact.text, item.fact.source.about(store.database.id)


#: Sentences that compare with another product, and rest on its page.
COMPARE: Final = (
    "MySQL and MariaDB have diverged",
    "no drop-in replacement",
    "Where you can run it is limited",
    "Vitess",
    "Cloudflare D1 and Turso are SQLite for that case",
    "A program on people's own machines should not need a database server",
)


def test_what_is_known_of_a_store_rests_on_pages_about_it() -> None:
    for store in BOOK.stores:
        for text, source in statements(store):
            if not any(words in text for words in COMPARE):
                assert is_about(source.url, store), (store.name, source.url, text)


def test_what_a_file_says_of_the_pick_rests_on_pages_about_it() -> None:
    count = 0
    for reading, _ in files():
        told = [
            (item.text, item.source.url)
            for item in reading.conflicts
            if item.source and not re.search("[Bb]eside it\\b|beside it,", item.text)
        ]
        told += [
            (item.text, item.source.url) for item in reading.answered if item.source and "beside it" not in item.text
        ]
        clients = {str(reading.answers.get("existing_client")), reading.client.id if reading.client else ""}
        for text, url in told:
            if "guide/" in url or any(
                CATALOGUE.clients[id_].name in text for id_ in clients if id_ in CATALOGUE.clients
            ):
                continue
            if any(words in text for words in COMPARE):
                continue
            count += 1
            assert is_about(url, reading.pick) or names_its_product(url, text), (reading.pick.name, url, text)
    assert count > 100
    print(f"\nsources: {count:,} held against the product of their sentence")


def test_what_a_rule_says_to_do_rests_on_no_page_of_another_vendor() -> None:
    for item in CATALOGUE.instructions:
        if "libsql-client" in item.pick.get("client", ()):
            continue  # Turso's own client, whose pages speak of files too
        wanted = {key: values for key, values in item.pick.items() if key != "client"}
        clients = [CATALOGUE.clients[id_] for id_ in item.pick.get("client", ()) if id_ in CATALOGUE.clients]
        vendors = [services for part, services in VENDORS.items() if re.search(part, item.fact.source.url)]
        for store in BOOK.stores:
            told = selects({key: wanted[key] for key in wanted.keys() & store.attributes.keys()}, store.attributes)
            if told and (not clients or any(not of.services or store.service.id in of.services for of in clients)):
                assert all(store.service.id in services for services in vendors), (store.name, item.fact)


#: Addresses that carry no one sentence: a site's or a manual's front, a repository or a folder of it, a change of code,
#: a talk, first steps, what was written for agents, and other people's calendar of a vendor's dates.
FRONT: Final = re.compile(
    r"^https://[^/]+/?$"
    r"|^https://github\.com/[^/]+/[^/]+/?$|/tree/|/(?:commit|pull|discussions)/"
    r"|/(?:docs?|guide|manual|current|latest|stable|en|welcome|index)(?:\.html)?/?$"
    r"|/(?:quick-?start|get(?:ting)?-?started)/?$"
    r"|/skills/|endoflife\.date",
    re.IGNORECASE,
)


def linked() -> Iterator[tuple[str, str, str]]:
    """(where, text, address) of each sentence that a person is told with a link."""
    for rule in CATALOGUE.rules:
        for page in (rule.source, *(rule.source.about(engine) for engine, _ in rule.source.also)):
            if page.url.startswith("https://"):
                yield rule.id, getattr(rule, "because", ""), page.url
    for table in CATALOGUE.tables.values():
        yield from ((row.id, row.today, row.source.url) for row in table.rows if row.source)
    products = (*CATALOGUE.databases.values(), *CATALOGUE.services.values(), *CATALOGUE.clients.values())
    for product in products:
        facts = [*product.facts.values(), product.upkeep, *(item.fact for item in product.trade_offs)]
        facts += [item.fact for item in getattr(product, "operations", ())]
        facts += getattr(product, "speaks", {}).values()
        yield from ((f"{product.id}: {fact.key}", fact.text, fact.link()) for fact in facts)
    yield from ((item.fact.key, item.fact.text, item.fact.link()) for item in CATALOGUE.instructions)


def test_what_carries_a_link_rests_on_a_page_about_one_thing() -> None:
    wrong = [(where, url, text) for where, text, url in linked() if FRONT.search(url)]
    assert not wrong, "\n".join(map(str, wrong))


#: What a rule tells to run or to install -> parts of the addresses of those who make it.
TOOLS: Final = {
    r"goose": ("pressly/goose",),
    r"atlas migrate": ("ariga/", "atlasgo.io", "entgo.io", "gorm.io"),
    r"dbmate": ("dbmate",),
    r"alembic": ("alembic.sqlalchemy.org",),
    r"prisma|@prisma/": ("prisma", "planetscale.com/docs/vitess/tutorials", "cloudflare.com/hyperdrive"),
    r"drizzle": ("drizzle",),
    r"migrate-mongo": ("migrate-mongo",),
    r"beanie": ("beanie",),
    r"manage\.py": ("djangoproject.com",),
    r"knex": ("knex",),
    r"typeorm": ("typeorm",),
    r"sequelize": ("sequelize",),
    r"mikro-orm": ("mikro-orm",),
    r"kysely": ("kysely",),
    r"wrangler": ("developers.cloudflare.com",),
    r"supabase": ("supabase",),
    r"pwmigrate": ("peewee",),
    r"tortoise": ("tortoise",),
    r"node-pg-migrate": ("node-pg-migrate",),
}


def test_a_rule_about_a_tool_rests_on_a_page_of_its_makers() -> None:
    wrong = []
    for item in CATALOGUE.instructions:
        makers = [
            part for name, parts in TOOLS.items() if re.search(rf"`[^`]*\b(?:{name})", item.fact.text) for part in parts
        ]
        url = item.fact.link()
        if (
            url
            and makers
            and item.fact.key in ("migrations", "driver", "setup")
            and not any(it in url for it in makers)
        ):
            wrong.append((item.fact.key, url, item.fact.text))
    assert not wrong, "\n".join(map(str, wrong))


def test_what_can_be_said_of_a_stack_rests_on_pages_about_it() -> None:
    """For every stack that a rule or an instruction can be told of, and not for those that were drawn."""
    wrong = set()
    for rule in CATALOGUE.rules:
        pick, not_, text = getattr(rule, "pick", None), getattr(rule, "pick_not", {}), getattr(rule, "because", "")
        if pick is None or "client" in pick or not rule.source.url.startswith("https://"):
            continue  # a page of the client's makers; a judgement
        for store in BOOK.stores:
            out = any(key in store.attributes and set(ids) & store.attributes[key] for key, ids in not_.items())
            url = rule.source.about(store.database.id).url
            if not out and told_of(pick, store) and not (is_about(url, store) or names_its_product(url, text)):
                wrong.add((rule.id, url, text))
    for item in CATALOGUE.instructions:
        for store in BOOK.stores:
            url = item.fact.link(store.database.id)
            theirs = not url or "client" in item.pick or not told_of(item.pick, store)
            if not (theirs or is_about(url, store) or names_its_product(url, item.fact.text)):
                wrong.add((item.fact.key, url, item.fact.text))
    assert not wrong, "\n".join(map(str, sorted(wrong)))


def told_of(pick: Selector, store: Store) -> bool:
    return selects({key: pick[key] for key in pick.keys() & store.attributes.keys()}, store.attributes)
