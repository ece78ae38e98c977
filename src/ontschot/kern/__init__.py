"""The technical ground floor: scope, routes, audit, transitions, outbox. Knows no domain."""
