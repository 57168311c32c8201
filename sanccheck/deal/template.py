"""The commented template that `sanccheck deal new` writes."""

TEMPLATE = """\
# A deal file. What you leave out, or write as `unknown`, is unknown: it is asked for, never
# taken for "no". yes and no are the words for facts; dates are YYYY-MM-DD in New York.

title: A placing of new shares by Example Holdings Limited

deal:
  kind: offering            # offering | trade (all parties named) | private_round
  action: purchase          # purchase | sale | hold | conversion | reinvestment
  # solely_to_divest: yes   # the side that `action` names only divests a US person's holding
  # contract_date: 2026-01-30
  # trade_date: 2026-02-02  # the trade is judged on this day; without it, on the day asked
  # settlement_date: 2026-02-06
  structure:
    reg_s: yes
    rule_144a: no
    # reg_s_category: 1
    # section_4a2: no
    # reg_d: no
    # registered: no
    # rule_904_resale: no
    # firm_commitment: no   # yes where underwriters buy and resell as principals

security:
  kind: equity              # equity | debt | convertible | exchangeable | dr | warrant |
                            # derivative | fund_unit | lp_interest | loan
  publicly_traded: yes      # the class trades on the day asked, anywhere
  # to_be_listed: yes       # it is to trade at or just after closing
  # us_market_interest: no  # substantial US market interest, 17 CFR 230.902(j)
  # underlying: [held]      # parties whose securities it tracks, gives or holds
  # received_traded: yes    # for a conversion or exercise: what is received trades

parties:
  - id: issuer
    name: Example Holdings Limited
    role: issuer            # issuer | guarantor | underwriter | placing_agent | sponsor |
                            # cornerstone | investor | buyer | seller | shareholder |
                            # use_of_proceeds | broker | custodian | adviser | employee | underlying
                            # owner (owns or controls a party, and takes no part itself)
    type: company           # company | person | vessel | fund | security
    organised_in: KY
    country: HK
    # ids: ["hk_cr:1234567", "ticker:0001@XHKG"]
    # relations:
    #   - {to: "us_ns_cmic:00000", kind: parent, listed_vehicle: yes, source: annual report}
    # activities: {prc_surveillance_technology: no, prc_defense_and_related_materiel: no}
  - id: agent
    name: Example Securities Limited
    role: placing_agent
    organised_in: HK
    ofac_us_person: no      # US citizen anywhere, permanent resident, organised or being in the US
    # reg_s_us_person: no   # resident or organised in the US; 17 CFR 230.902(k)
    # acts_for: [issuer]    # ids of parties for whose account it acts; its own where for itself
    # serves_us_person: no  # serves a US person that buys or sells in the deal
    # solely_to_divest: no  # its own part only divests a US person's holding
    # blocked_by_ownership: no   # blocked persons own 50 percent or more, alone or together;
    #                            # without it, what the holdings come to
    # owned_or_controlled: {uk_asset_freeze: no}   # the same under other regimes' tests
    # owners_complete: yes       # the holdings name every owner of its equity
    # controllers_complete: yes  # and everybody who controls it, by votes or otherwise

# holdings:                   # each owner is a party above, and is screened like any other
#   - {owner: agent, of: issuer, percent: 4.5, as_of: 2025-12-31, source: annual report}
#   - {owner: fund, of: issuer, percent: 40-60}   # or: at least 25, less than 50, unknown
#   - {owner: fund, of: issuer, percent: 30, kind: vote, joint_with: [agent]}
#   - {owner: founder, of: issuer, kind: control, source: articles of association}
# use_of_proceeds:
#   - {share: 40, purpose: computing infrastructure}
# terms: {T5: yes, T6: unknown}   # which of T1 to T15 the documents have
"""
