"""What `listing`, `article` and `infer` share: selectors, pagers, dates, metadata, running text, boilerplate. No page is parsed or fetched here."""
