"""The search language for notifications: text to a tree, and the tree to what it means.

Owns the syntax, its errors with their columns, the table of fields, and the criteria that a query stands for once its
names are OIDs. Does not own what selects rows by them: `store.notification_search` asks the database, and
`services.traps.notification_match` asks a row; both read the same criteria, so that a list, an export and an
expectation mean the same by the same words.
"""
