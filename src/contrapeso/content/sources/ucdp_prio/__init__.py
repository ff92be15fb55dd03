"""Armed conflicts with the states on each side and those that support them with troops, by UCDP and PRIO."""
