"""What a person's own words can settle, and how they say it: data for :mod:`wizard.converse.own_words`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from wizard.catalogue.later import later

#: How stores are called in a sentence about several.
STORES_SAID: Final = (
    *("Postgres", "MySQL", "MariaDB", "Mongo", "Redis", "Valkey", "SQLite", "Influx", "Timescale", "Dynamo"),
    *("Firestore", "Cockroach"),
)

#: Sentences about a store that is only read from: nothing of it is this project's own. Whoever writes there, too, or
#: speaks of a replica, says something else.
ONLY_READ: Final = later(
    r"^(?!.*(?<!not )(?<!n't )\bwrit(?:es?|ing)\b)(?!.*\b(?:gives?|grants?|granted|gets?|analysts?|BI|dashboards?)\b)"
    r"(?=.*\b(?:I|we|(?-i:us|IT)|theirs?|(?:our|the|this|my) (?:app|project|program|service|code|tool))\b)"
    r"(?:.*\b(?:(?:only|just|merely)(?: be)? (?:read|query|look)\b|"
    r"(?:read|query|look)(?:ing|s)? (?:\w+ )?only\b|"
    r"read[- ]only\b(?! (?:replica|cop|pool|transaction|node|standby|role|user))|"
    r"read(?:ing)? (?:access|rights?|permissions?)\b|"
    r"(?:reads?|reading|imports?|imported|importing|pull(?:s|ed)?|fetch(?:es|ed)?)(?: [\w-]+){0,3} from "
    r"(?:it|there|that|them|their|his)\b|"
    r"from (?:which|where)(?: [\w-]+){1,2} (?:reads?|imports?|pulls?|fetch(?:es)?)\b))",
    re.IGNORECASE,
)

_FOR: Final = (
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|ninety)[- ]?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?)\b"
)
_EVERY: Final = (
    r"\b(?:nightly|hourly|daily|weekly|monthly|(?:every|each|a|per) (?:hour|night|day|week|month|quarter))\b"
)
_COPY: Final = (
    r"\b(?:back(?:s|ed)?[ -]?ups?|snapshots?|(?:pg_|mysql|mongo)?dump(?:s|ed|all)?|cop(?:y|ies)|pgbackrest|barman|"
    r"wal-g|point[- ]in[- ]time)\b"
)

#: What works jobs off, and how words call it. Names that are words, too, count beside what they do.
JOBS_SAID: Final[Mapping[str, str]] = {
    "Laravel's queues": r"laravel(?:'s)? (?:\w+ )?queues?",
    "pg-boss": "pg-?boss",
    "Graphile Worker": "graphile[ -]worker",
    "Solid Queue": "solid[ -]queue",
    "arq": "arq",
    **{name: name for name in ("Celery", "Dramatiq", "Huey", "BullMQ", "Asynq", "Faktory", "Hangfire", "Sidekiq")},
    **{name: name for name in ("GoodJob", "Oban", "Quartz")},
    **{
        name: rf"{name}\b(?=.{{0,99}}\b(?:postgres|postgresql|jobs?|queues?|workers?|workflows?))"
        for name in ("River", "Temporal", "RabbitMQ", "SQS", "Horizon", "RQ")
    },
}
_JOBS: Final = rf"\b(?:{'|'.join(JOBS_SAID.values())})\b"

#: Who changes a schema, and is not this code. "Django's own migrations" are this code's, as are those that its own
#: deployment runs: nobody owns anything there.
_OWNER: Final = (
    r"(?<!django )(?<!prisma )(?<!drizzle )(?<!alembic )(?<!orm )\bowns\b|"
    r"\b(?:owned by|(?:belongs?|up) to|changes the (?:schema|tables))\b|"
    r"\b(?:we|they|who|people|others?|everybody|somebody|dbas|(?:team|group|department|house|company|vendor|centre)s?) "
    r"own\b|"
    r"\b(?:made|changed|run) by\b(?! (?:(?:the|our|its|his|her|their|a|each|every|this) )?(?:\w+['\u2019]s? )?(?:own\b|"
    r"(?:app|application|code|program|service|server|framework|orm|migrat\w+|deploy\w*|release|pipeline|ci|job|"
    r"hand|django|prisma|drizzle|alembic|typeorm|sequelize|mikroorm|knex|ent|gorm|atlas|goose|flyway|liquibase|dbmate|"
    r"manage\.py|npx|artisan)\b))|"
    r"\b(?:rails|laravel|flyway|liquibase|hibernate|dbas?)(?:['\u2019]s?)? migrations?\b"
)

#: Who runs servers for others of the house: IT, and not it.
_HOUSE: Final = r"\b(?:(?-i:IT)|(?:infrastructure|platform|operations|ops|database) (?:team|group|department)|dbas?)\b"

#: Laws and standards for which providers sign a contract of their own.
_LAW: Final = (
    r"\b(?:HIPAA|HITRUST|BAA|business associate|PCI(?:[ -]DSS)?|FedRAMP|FERPA|CJIS|DORA|HDS|"
    r"(?:data )?processing agreement|(?-i:DPA|BaFin|VAIT|FCA))\b"
)

#: What takes over, or is there twice.
_STANDBY: Final = (
    r"\b(?:multi-?az|standby|fail-?over|replicas?|galera|innodb cluster|patroni|cloudnativepg|repmgr)\b|"
    r"\bzone[- ]redundant\b"
)

#: Keys that are the person's own.
_KEYS: Final = (
    r"\b(?:my|our|their) own (?:\w+ ){0,2}keys?\b|"
    r"\b(?:my|our|their) (?!primary|foreign|natural|api|unique|sort|partition|cache|ssh)(?:\w+ )?keys?\b|"
    r"\bcustomer[- ](?:managed|owned|held) (?:\w+ )?keys?\b|\b(?:KMS|CMEK|HSM) keys?\b|\b(?:BYOK|CMKs?|CMEK|HYOK)\b|"
    r"\b(?:we|I|ourselves) (?:hold|keep|own|manage|bring|control) (?:\w+ ){0,3}keys?\b|"
    r"\bkeys?\b.{0,40}\b(?:Key Vault|KMS|HSM|Vault)\b"
)

#: Kinds of generated keys, by their names.
_IDS: Final = (
    r"\b(?:uuid(?:s|_?v?[1-8]s?)?|ulids?|ksuids?|tsids?|nano ?ids?|cuid2?s?|snowflake ids?|objectids?|"
    r"bigserial|auto[-_ ]?increment\w*)\b"
)

#: A clause in which what is named is taken: none that weighs it, refuses it, or tells of what was before.
_TAKEN: Final = (
    r"\A(?!.*\b(?:would|could|should|might|instead|rather|considered|weighed|heard|formerly|was|were|replac\w+|"
    r"forbid\w*|forbade|banned|refus\w+|reject\w*|a second)\b)"
)

#: Money.
_UNIT: Final = r"(?:dollars?|euros?|pounds?|francs?|USD|EUR|GBP|CHF)"
MONEY: Final = rf"(?:\d ?|\w )(?:{_UNIT}\b|[$€£])|(?:[$€£]|\b{_UNIT}) ?\d"

#: Entries that are only added, and ranks. A log of who did what is no book.
_LEDGER: Final = (
    r"\b(?:ledgers?|double[- ]entry|append[- ]only(?! files?\b)|"
    r"immutable (?:entr(?:y|ies)|records?|rows|journals?|bookings?|postings?|history)|"
    r"(?:entries|records|rows|bookings|postings) (?:are|stay) immutable)\b"
)
_ENTRIES: Final = r"\b(?:entr(?:y|ies)|records?|rows?|bookings?|postings?|trail|votes?|deeds?)\b"
_RANKS: Final = r"\b(?:leader-?boards?|high[- ]?scores?|(?:player|team|user)s?'? rankings?)\b"

#: Who has data of their own.
_WHO: Final = r"(?:customer|client|clinic|school|company|club|firm|organi[sz]ation|shop|practice|tenant)"

#: Several customers in one database. Tenants alone may be people who rent.
_TENANTS: Final = (
    r"\bmulti-?tenan(?:t|cy)\b|\btenant_id\b|\b(?:rows?|data|isolation) (?:of|per|for each|by) tenants?\b|"
    r"\btenants? (?:data|isolation|rows?)\b|"
    rf"\b(?:each|every) {_WHO}\b.{{0,40}}\b(?:sees?|reads?)\b.{{0,20}}\b(?:own|only)\b"
)
_APART: Final = r"\b(?:schema|database|file|instance)s? (?:per|for each|for every|of its own)\b"

#: Several regions, and the loss of one.
_REGIONS: Final = (
    r"\b(?:two|three|several|multiple|both|second) (?:AWS |cloud )?regions?\b(?! of)|\bmulti-?region(?:al)?\b"
)
_LOST_REGION: Final = (
    r"\b(?:surviv\w+|los(?:e|es|ing|s)|lost|outages?|failures?|failing)\b.{0,40}\bregions?\b|"
    r"\bregions?\b.{0,30}\b(?:fails?|failure|lost|down|outages?|dies)\b|\bdisaster recovery\b|"
    r"\bcross[- ]region\b.{0,30}\b(?:fail-?over|recovery)\b"
)

#: How much may be lost, and how long it may take.
_RECOVERY: Final = r"\b(?:RPO|RTO|recovery (?:point|time) objectives?|zero data loss)\b"

#: What shares connections, and lends each for a transaction.
_POOLER: Final = r"\b(?:pgbouncer|pgcat|odyssey|supavisor|pgdog|poolers?)\b"
_BY_TRANSACTION: Final = r"\b(?:transaction(?:al)?[- ](?:mode|pooling|level)|pool_mode\s*=\s*transaction)\b"

#: Many copies of the code.
_COPIES: Final = (
    r"\b(?:\d{1,4}|several|many|dozens of|hundreds of) (?:\w+ )?"
    r"(?:instances|pods|containers|(?:web|app) servers)\b(?! of)|"
    r"\bautoscal\w+\b|\bscales? (?:up|out|from)\b"
)

#: What runs containers on several machines.
_CLUSTER: Final = r"\b(?:OpenShift|Kubernetes|k8s|k3s|AKS|EKS|GKE|Nomad)\b"

#: Data that come from another store.
_MOVES: Final = (
    r"\b(?:moving|migrating|switching|leaving|replacing|we (?:move|migrate|switch|leave|replace)|"
    r"(?:to|will|shall|must)(?: be)? (?:move|migrate|switch|leave|replace)d?)\b"
    r".{0,40}\b(?:postgres\w*|mysql|mariadb|sqlite|mongo\w*|redis|valkey|dynamo\w*|firestore|firebase|influx\w*|"
    r"timescale\w*|cockroach\w*|supabase|neon|planetscale|rds|aurora|cloud sql|turso|oracle|sql server)\b"
)

#: What migrates a schema and is no client.
_TOOL: Final = r"\b(?:goose|flyway|liquibase|dbmate|golang-migrate|sqitch|alembic)\b"

#: SQL that somebody reads before it runs, whether that is said as a wish or as what does not happen before.
_READER: Final = (
    r"\b(?:DBAs?|I|we|they|some(?:body|one)|customers?|clients?|admin\w*|auditors?|(?-i:IT)|team|department)\b"
)
_READS: Final = (
    r"\b(?:read(?:s|ing)?|review\w*|inspect\w*|check(?:s|ed)?|vet(?:s|ted)?|look(?:s|ed)? (?:at|over)|seen?)\b"
)
READ_FIRST: Final = later(
    r"\A(?=.*\b(?:SQL|DDL|migrations?|schema)\b)(?:"
    rf".*{_READER}.{{0,60}}{_READS}.{{0,30}}\b(?:SQL|DDL|migrations?|changes?|it|them)\b.{{0,60}}\b(?:before|first|until)\b|"
    rf".*\b(?:before|until|unless|without)\b.{{0,40}}{_READER}.{{0,40}}{_READS})",
    re.IGNORECASE,
)

#: What rules ask -> what a sentence says that has it said already, as generous as can be: heard wrongly, it costs a
#: question, and the words stand in the file.
ASKED: Final[Mapping[str, str]] = {
    "apart": rf"{_APART}|\b{_WHO}s?\b.{{0,80}}\b(?:own|only|separate\w*|isolated|apart|another)\b",
    "audited": (
        r"\baudit(?:ing|ors?)?[- ](?:logs?|trails?)\b|\baccess logs?\b|"
        r"\bwho (?:has |had |ever )?(?:reads?|saw|sees|looked|opened|accessed|changed|did|touched)\b"
    ),
    "dimensions": r"\b\d[\d,.]*[- ]dimension(?:s|al)?\b",
    "holder": (
        rf"{_KEYS}|\b(?:hold|ke(?:ep|pt)|manage|own|ha[sv]e?|control|look after)\w* (?:the|our|all|its|their|those) "
        r"(?:\w+ )?keys?\b|\bkeys?\b (?:is|are|lies?|stays?|rests?) (?:held|kept|with|in|at|by|on)\b"
    ),
    "ledger": (
        rf"{_ENTRIES}.{{0,30}}\b(?:never|(?:may|must|can|shall|be) not|cannot|nobody (?:may|can))\b.{{0,20}}"
        r"\b(?:changed?|altered?|edit(?:ed)?|updated?|overwritten)\b(?! by)|"
        r"\b(?:never|(?:nobody|no one) (?:may|can))(?: ever)? (?:change|alter|edit|update|rewrite) "
        rf"(?:\w+ ){{0,2}}{_ENTRIES}"
    ),
    "rehearsed": (
        r"^(?!.*\b(?:not|never|no|without)\b|.*n't\b)(?=.*\brestor\w+)"
        r".*\b(?:rehears\w+|test(?:s|ed)?|tr(?:y|ied)|drill\w*|practi[sc]ed?)\b"
    ),
    "tenants": rf"\b{_WHO}s?\b.{{0,40}}\b(?:never|not|cannot)\b.{{0,30}}\b(?:sees?|reads?)\b.{{0,30}}\b(?:an)?other\b",
    "sign-in": (
        r"\b(?:sign(?:s|ed)?[- ]?(?:in|on)|log(?:s|ged)?[- ]?(?:in|on)|logins?|SSO|OAuth2?|OIDC|SAML|LDAP|"
        r"Keycloak|Auth0|Clerk|Entra|passkeys?|magic links?)\b"
    ),
}

#: Sentences that leave open what they touch.
STILL_OPEN: Final = later(
    r"\b(?:(?:is|are|stays?|remains?|still) (?:\w+ )?open|"
    r"(?:nobody|no one)(?! (?:but|may|can)\b)|un(?:clear|decided|known|sure)|not yet|yet to|to be decided|"
    r"(?:not|n't|never) (?:know|decided?|sure|clear|settled))\b",
    re.IGNORECASE,
)

#: What words settle that stand where something was agreed on: what rules ask, and nothing that chooses.
BY_AGREEMENT: Final = frozenset({*ASKED, "ages", "backup", "keys", "kept", "recovery", "retention"})

#: What words can settle -> what a clause says then, all of it.
SETTLED: Final[Mapping[str, tuple[str, ...]]] = {
    "ages": (
        rf"^(?!.*{_COPY})",
        r"\b(?:delet(?:e[sd]?|ing)|eras(?:e[sd]?|ing)|purge[sd]?|anonymi[sz]e[sd]?)\b",
        rf"{_FOR}|{_EVERY}|\b(?:after|once|when|as soon as)\b",
    ),
    "approval": (
        r"\bsign(?:s|ed)?[- ]?offs?\b|\bapprov(?:e|es|ed|al)\b",
        r"\b(?:migrations?|schema|sql|ddl|dbas?)\b",
    ),
    "at-start": (r"\bmigrat\w*\b.{0,30}\b(?:at|on|when it) (?:each |its )?(?:start|boot)",),
    "async": (r"\b(?:async|asyncio|aio[a-z]+)\b",),
    "availability": (_STANDBY,),
    "backup": (_COPY, rf"{_FOR}|{_EVERY}"),
    "copies": (_COPIES,),
    "desktop": (r"\b(?:Electron|Wails|desktop)\b",),
    "dotnet": (r"\bC#|\.NET\b|\b(?:EF Core|Entity Framework|Microsoft\.Data\.Sqlite|WPF|MAUI|Avalonia)\b",),
    "encrypts": (r"\bSQLCipher\b|\bSQLite Encryption Extension\b|\bSQLite3?MultipleCiphers\b",),
    "ids": (_IDS, r"\b(?:keys?|ids?|identifiers?)\b|\buuid_?v[47]\b"),
    "house": (
        _HOUSE,
        (
            r"\bstandards?\b|"
            r"\b(?:runs?|operates?|hosts?|provides?|maintains?)\b.{0,99}\b(?:postgres\w*|mysql|mariadb|databases?|servers?)\b"
        ),
    ),
    "jobs": (_JOBS,),
    "keys": (_KEYS,),
    "law": (_LAW,),
    "ledger": (_LEDGER,),
    "lost-region": (_LOST_REGION,),
    "machines": (_CLUSTER,),
    "money": (
        MONEY,
        r"\b(?:under|below|at most|max(?:imum)?|no more|up to|within|limit|cap|a month)\b",
    ),
    "moves": (_MOVES,),
    "pooler": (_POOLER, _BY_TRANSACTION),
    "recovery": (_RECOVERY,),
    "queue": (rf"^(?!.*{_JOBS})", r"\bqueues?\b"),
    "ranks": (_RANKS,),
    "regions": (_REGIONS,),
    "search": (r"\bfull[- ]?text\b",),
    "reviewed": (
        r"\b(?:schema|tables?|migrations?|DDL|SQL|changes?)\b",
        r"\b(?:DBAs?|database (?:team|group|admins?|administrators?)|platform team)\b",
        r"\b(?:reviews?|reviewed|approves?|approved|checks?|signs? off)\b",
    ),
    "schema": (
        r"\b(?:schema|tables|migrations?)\b",
        _OWNER,
    ),
    "sends": (
        r"^(?!.*\bnothing\b)",
        (
            r"\boutbox\b|\b(?:still|left|yet|waiting) to (?:be )?(?:send|sent|upload)|"
            r"\b(?:sen[dt]|upload|deliver|submit|transmit|push)\w*\b.{0,60}"
            r"\b(?:servers?|api|back-?end|office|headquarters|hq|cloud|online|network)\b"
        ),
    ),
    "tauri": (r"\bTauri\b",),
    "tenants": (rf"^(?!.*{_APART})", _TENANTS),
    "travels": (
        rf"^(?!.*{_COPY})(?!.*\b(?:photo|picture|image|pdf|attachment|video)s?\b)",
        (
            r"\b(?:usb|memory|thumb|flash)[ -]?(?:sticks?|drives?|keys?)\b|\bSD cards?\b|"
            r"\b(?:Dropbox|OneDrive|iCloud|Google Drive|Nextcloud|Syncthing)\b|"
            r"\bfiles?\b.{0,60}\b(?:e-?mailed|carried(?! (?:over|across|into))|sent home|handed (?:over|on|round)|"
            r"by (?:e-?)?mail)\b"
        ),
    ),
    "theirs": (r"\b(?:nobody|none) else\b.{0,99}\b(?:schema|tables|migrations?|DDL)\b",),
    "tool": (_TOOL, _TAKEN),
    "retention": (
        rf"^(?!.*{_COPY})",
        r"\b(?:ke(?:ep|eps|pt)|retain(?:s|ed)?|drop(?:s|ped)?|deleted?|archived?)\b",
        _FOR,
    ),
}
