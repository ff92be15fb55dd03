"""UN Comtrade: what each state reports of its trade with each other, so that two accounts of one flow stand side by side."""
