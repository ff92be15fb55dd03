"""The SIPRI arms transfers database, trade register: every deal in major arms, all states, since 1950."""
