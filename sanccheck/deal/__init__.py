"""The facts of a deal: its file, who is a US person, what is known and what is not."""

from sanccheck.deal.load import LoadedDeal, load_deal, parse_deal
from sanccheck.deal.schema import Deal, Party

__all__ = ["Deal", "LoadedDeal", "Party", "load_deal", "parse_deal"]
