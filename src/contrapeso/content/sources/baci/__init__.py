"""CEPII's BACI: trade by product, in which the accounts of both partners are reconciled to one figure."""
