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
  # offered_in: [HK, GB]    # countries in which it is offered
  # overseas_market: same   # of an issuer from mainland China: first listing abroad, same, other
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
  # currency: HKD
  # us_market_interest: no  # substantial US market interest, 17 CFR 230.902(j)
  # tenor_days: 180         # debt: days from issue to maturity
  # issue_date: 2020-05-04  # without it, the day of the deal where it is issued in the deal
  # terms_modified: no      # or terms_modified_date, where its terms were materially changed
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
    # country_links: {in_russia: no, half_of_revenue_from_russia: no}
    # half_owned_by: {ssi_directive_1: no, bis_listed: no}
    # outbound: {activities: [other_ai], training_operations: 1e23}
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
    # owners_complete: yes       # the holdings name every owner of its equity
    # controllers_complete: yes  # and everybody who controls it, by votes or otherwise
    # uk_person: no         # bound by UK sanctions; eu_person, ca_person, ch_person, au_person and
    #                       # jp_person likewise
    # uk_owned_or_controlled: no   # persons on the UK list own over half of it or control it;
    #                       # eu_owned_or_controlled, eu_owned_half, ca_owned_or_controlled
    #                       # likewise; without them, what the holdings come to
    # connected_with_russia: no    # resident or situated, incorporated or domiciled there
    # outside_russia_in_2022: no   # domiciled elsewhere on 1 March 2022, or of one that was
    # uk_schedule_2: none   # named | owned | none: Schedule 2 of SI 2019/855
    # eu_833_annex: no      # in an annex of 833/2014 art. 5, or owned by or acting for one
    # russian_state: no     # Russia, its government or its central bank
    # prc_business: no      # an issuer whose figures and main business are mainland China's
    # land_border_owner: no # its owners are of a country that borders India
    # land_border_small: no # they hold up to 10 percent and do not control

# holdings:                   # each owner is a party above, and is screened like any other
#   - {owner: agent, of: issuer, percent: 4.5, as_of: 2025-12-31, source: annual report}
#   - {owner: fund, of: issuer, percent: 40-60}   # or: at least 25, less than 50, unknown
#   - {owner: fund, of: issuer, percent: 30, kind: vote, joint_with: [agent]}
#   - {owner: founder, of: issuer, kind: control, source: articles of association}
# use_of_proceeds:
#   - {party: issuer, share: 40, purpose: computing infrastructure, ear_items: yes}
# outbound: {rights_beyond_minority: no}   # what a US investor gets (31 CFR part 850)
# cfius: {tid_us_business: no}             # for a US issuer and a foreign investor
# dod_supply: no                           # a party supplies the US Department of War
# terms: {T5: yes, T6: unknown}   # which of T1 to T15 the documents have
"""
