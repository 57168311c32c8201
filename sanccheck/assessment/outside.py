"""What no rule of this version judges, whatever the deal; said in every answer."""

from __future__ import annotations

NOT_JUDGED = (
    "Export controls: the Entity List, the Military End-User List and the like.",
    "US country programmes, the Russian and Belarusian directives, and blocked governments.",
    "The section 1260H list and procurement; outbound investment (31 CFR part 850); CFIUS.",
    "The law of other places: China, Hong Kong, the UK, the EU, Canada and the rest.",
    "Licences that OFAC may have given.",
)
