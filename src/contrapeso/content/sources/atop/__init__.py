"""The Alliance Treaty Obligations and Provisions project: who was allied, when, and what each ally had promised."""
