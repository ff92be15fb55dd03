"""Roll calls of the UN General Assembly in the layout of the R package unvotes, with paragraphs and amendments apart."""
