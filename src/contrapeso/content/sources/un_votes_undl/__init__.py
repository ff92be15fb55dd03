"""Roll calls of the United Nations as the UN Digital Library records them: General Assembly and Security Council."""
