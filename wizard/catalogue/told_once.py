"""What several statements of the catalogue tell, so that a file tells it once."""

from __future__ import annotations

import re
from typing import Final

from wizard.catalogue.later import later

#: What is worth one sentence in a file, however many products have one about it.
TOPICS: Final = (
    "attachdatabasepool",
    "pooler",
    "one writer at a time",
    "one primary server takes all writes",
    "rds proxy",
    "failover can lose",
    "query after an idle time",
    "live updates",
    "london",
    "azure regions",
    "aurora do not offer",
    "since may 2024",
    "agplv3",
    "flux",
    "looking for maintainers",
)


#: Facts that several of a file's sentences tell: whoever has read one knows the others.
FACTS: Final = tuple(
    later(words, re.IGNORECASE)
    for words in (
        r"newest major|Check which one runs",
        r"Billions of records seldom fit|work out first what billions of records cost",
        r"no second store to keep in step|deleted or rolled back together",
        r"a provider, always on|Managed: .+ runs it|servers' upgrades and repairs",
        r"Self-hosted, on machines|Self-hosting: .+ on (?:our|your) own machines",
        r"Embedded: it runs inside|there is no server; the file lies",
        r"Encryption at rest is chosen|Chosen when the instance is created|on node-based clusters it is",
        r"name the place when it is created|choose the region; it cannot be changed",
        r"in the region where .+ runs now|Region: where .+ runs now|binds .+ look up where that is",
        r"To be written down here:",
        r"London and Zurich are not",
        r"has a free plan that lasts could not be confirmed",
        r"500 MB in one database|500 MB on the Free plan|at most 10 GB|ends? at 10 GB|stops at 10 GB",
        r"a failover (?:can|may) lose|Replication is asynchronous",
        r"one writer at a time|one process write at a time",
        r"Redis OSS ends at",
        r"new features come to it|line that gets new versions",
        r"under the (?:TSL|Timescale License)",
        r"default is a multi-region",
        r"paired region",
        r"set the jurisdiction|jurisdiction, set when",
        r"same cloud, network and bill",
        r"fits? into memory|fit in (?:memory|the RAM)",
        r"prepared statements",
        r"interactive transactions?|None that are interactive",
        r"AutoMigrate",
        r"no second store",
        r"sends? changes to browsers",
        r"takes the servers off|Capacity that follows the load",
        r"means rewriting the data layer|would mean new models",
        r"pooled address|`-pooler` in the host",
    )
)
