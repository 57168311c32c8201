"""What no rule of this version judges, whatever the deal; said in every answer."""

from __future__ import annotations

NOT_JUDGED = (
    "Export controls beyond the Entity List and the Military End-User List.",
    "US country programmes beyond new debt, equity and investment: services, goods, regions.",
    "The law of other places, so far as no regime named here is of it: Hong Kong and the rest.",
    "Licences that OFAC may have given.",
)
