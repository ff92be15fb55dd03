"""United States economic and military assistance since 1946, by country, account and agency: the Greenbook."""
