"""Choosing among offers under rules: the best set, the frontier, what stays under any weights, which rules conflict."""
