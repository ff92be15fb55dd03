"""Activities and organisations of the International Aid Transparency Initiative: commitments, disbursements, budgets."""
