"""Ingestion: files of content become facts in the ledger, all of them or none."""
