"""What no rule of this version judges, whatever the deal; said in every answer."""

from __future__ import annotations

NOT_JUDGED = (
    "Export controls: the Entity List, the Military End-User List and the like.",
    "US country programmes, the Russian and Belarusian directives, and blocked governments.",
    "The section 1260H list and procurement; outbound investment (31 CFR part 850); CFIUS.",
    "The law of other places, so far as no regime named here is of it: Hong Kong and the rest.",
    "Ownership chains, control, and licences that OFAC may have given.",
)
