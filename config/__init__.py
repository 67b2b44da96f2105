"""The site around the app: settings, addresses, application server, SQLite engine."""
