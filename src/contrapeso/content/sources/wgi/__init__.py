"""The Worldwide Governance Indicators: six estimates of governance with their standard errors and ranks."""
