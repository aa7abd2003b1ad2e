"""All tables of the workbench, as SQLAlchemy Core sees them.

Owns names and types of columns; `migrations/` creates them and a test holds both together. Portable SQL only: no type
or default here that SQLite alone understands. Times are UTC; `_ns` are nanoseconds since 1970, others seconds.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(128), nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("password_changed_at", Float, nullable=False),
    Column("role", String(16), nullable=False, server_default="viewer"),
    Column("is_disabled", Boolean, nullable=False, server_default=text("0")),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", Float, nullable=False),
    Column("last_used_at", Float, nullable=False),
    Column("address", String(64), nullable=False, server_default=""),  # where the login came from
    Column("user_agent", Text, nullable=False, server_default=""),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    Column("user_id", Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float),  # NULL: never
    Column("last_used_at", Float),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("name", String(128), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Float, nullable=False),
    Column("blocked_until", Float, nullable=False),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("user_name", String(128), nullable=False),  # no foreign key: what a user did outlives him
    Column("address", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("target", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    sqlite_autoincrement=True,  # the log of a busy day never takes the numbers of a deleted one
)

settings = Table(
    "settings",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

credentials = Table(
    "credentials",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("facts", Text, nullable=False),  # JSON; the sealed text is bound to it letter by letter
    Column("sealed", LargeBinary, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
)

simulated_agents = Table(
    "simulated_agents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("document", Text, nullable=False),  # JSON
    Column("revision", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
)

agent_overrides = Table(
    "agent_overrides",
    metadata,
    Column("agent", String(64), primary_key=True),  # ID of the agent; "default" for the default device
    Column("given", Text, nullable=False),  # JSON, as it was given
    Column("meant", Text, nullable=False),  # JSON, as it was last understood
)

counters = Table(
    "counters",
    metadata,
    Column("module", String(64), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", Float, nullable=False),  # exact for whole numbers up to 2**53
)

simulator_values = Table(
    "simulator_values",
    metadata,
    Column("device", String(255), primary_key=True),  # empty for the default device
    Column("oid", LargeBinary, primary_key=True),  # contents octets
    Column("varbind", LargeBinary),  # the whole encoded binding; NULL for an instance that was destroyed
)

walk_targets = Table(
    "walk_targets",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("document", Text, nullable=False),  # JSON
    Column("revision", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
)

walk_jobs = Table(
    "walk_jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("document", Text, nullable=False),  # JSON
    Column("revision", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
)

kept_walks = Table(
    "kept_walks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("target", Text, nullable=False),
    Column("root", Text, nullable=False),
    Column("started_at", Float, nullable=False),
    Column("elapsed_s", Float, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("octets", Integer, nullable=False),  # of all its chunks, as stored
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("tags", Text, nullable=False),  # JSON list of texts
    Column("is_pinned", Integer, nullable=False),
    Column("job_id", String(32)),
    Index("ix_kept_walks_job_id", "job_id"),
    sqlite_autoincrement=True,  # a deleted walk's id never comes back
)

kept_walk_chunks = Table(
    "kept_walk_chunks",
    metadata,
    Column("walk_id", Integer, ForeignKey("kept_walks.id", ondelete="CASCADE"), primary_key=True),
    Column("first_row", Integer, primary_key=True),
    Column("rows", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),  # variable bindings as BER, compressed by zlib
)

walk_job_runs = Table(
    "walk_job_runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("job_id", String(32), ForeignKey("walk_jobs.id", ondelete="CASCADE"), nullable=False),
    Column("started_at", Float, nullable=False),
    Column("elapsed_s", Float),  # NULL while it goes on
    Column("state", String(16), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("code", Text),  # of the error
    Column("reason", Text, nullable=False),
    Column("walk_id", Integer),  # what was read, until it is deleted
    Index("ix_walk_job_runs_job_id", "job_id"),
    sqlite_autoincrement=True,
)

trap_templates = Table(
    "trap_templates",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("document", Text, nullable=False),  # JSON; without any secret
    Column("updated_at", Float, nullable=False),
)

trap_rules = Table(
    "trap_rules",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("position", Integer, nullable=False),
    Column("document", Text, nullable=False),  # JSON
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    sqlite_autoincrement=True,
)

trap_destinations = Table(
    "trap_destinations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("document", Text, nullable=False),  # JSON; secrets in it are sealed
    Column("revision", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
)

trap_outbox = Table(
    "trap_outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", String(32), nullable=False),  # the same for every attempt: receivers know a second one by it
    Column("destination_id", String(32), ForeignKey("trap_destinations.id", ondelete="CASCADE"), nullable=False),
    Column("notification_id", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),  # the notification as it was, since its own row may go first
    Column("octets", Integer, nullable=False),  # of the content
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("give_up_at", Float, nullable=False),
    Column("next_attempt_at", Float, nullable=False),
    Column("last_attempt_at", Float),
    Column("outcome", Text, nullable=False),  # what the last attempt came to, in words
    Index("ix_trap_outbox_due", "destination_id", "state", "next_attempt_at"),
    sqlite_autoincrement=True,
)

trap_outbox_totals = Table(  # since a destination was made
    "trap_outbox_totals",
    metadata,
    Column("destination_id", String(32), ForeignKey("trap_destinations.id", ondelete="CASCADE"), primary_key=True),
    Column("delivered", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
)

notifications = Table(
    "notifications",
    metadata,
    # BigInteger alone would not become SQLite's rowid alias, so the variant says so.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("received_at_ns", BigInteger, nullable=False),
    Column("local_address", Text, nullable=False),
    Column("peer_address", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("pdu_kind", Integer, nullable=False),
    Column("trap_oid", Text, nullable=False),
    Column("uptime", BigInteger),
    Column("agent_address", Text),
    Column("enterprise", Text),
    Column("varbinds", LargeBinary, nullable=False),  # the VarBindList as BER
    Column("raw", LargeBinary, nullable=False),  # the datagram with its community octets masked
    Column("anomalies", Text, nullable=False),  # JSON
    # SNMPv3 only, NULL for the other versions: level as msgFlags number it, engine IDs in hexadecimal
    Column("security_level", Integer),
    Column("user_name", Text),
    Column("engine_id", Text),
    Column("context_engine_id", Text),
    Column("context_name", Text),
    Column("inbox", String(64)),  # the only isolated list that it is in; NULL for most
    # what rules and people say about it; NULL where nobody has said anything
    Column("severity", Integer),
    Column("is_pinned", Boolean),
    Column("is_read", Boolean),
    Column("repeats", Integer),  # how many equal traps the row stands for; NULL for one
    # `192.0.2.1:` of 192.0.2.1:50123: a sender is found whatever its port
    Column("peer_host", Text, Computed("rtrim(peer_address, '0123456789')", persisted=False)),
    Index("ix_notifications_trap_oid", "trap_oid"),
    Index("ix_notifications_peer_host", "peer_host"),
    Index("ix_notifications_pinned", "is_pinned", sqlite_where=text("is_pinned IS NOT NULL")),
    Index("ix_notifications_inbox", "inbox", sqlite_where=text("inbox IS NOT NULL")),
    sqlite_autoincrement=True,  # a deleted row's id never comes back, so `after=` stays true
)

trap_inboxes = Table(
    "trap_inboxes",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("document", Text, nullable=False),  # JSON; without any secret
    Column("sealed", LargeBinary),  # its community
    Column("tag", String(64), unique=True),  # rows that get it later come into the inbox, too
    Column("after_id", BigInteger, nullable=False),  # the newest notification when it was made
)

notification_tags = Table(
    "notification_tags",
    metadata,
    Column("tag", String(64), primary_key=True),
    Column("notification_id", BigInteger, primary_key=True),  # no foreign key: it would be checked for each deleted row
    Index("ix_notification_tags_notification_id", "notification_id"),
)

notification_spans = Table(  # rows whose words are in the index of words, and when the rows of a span were received
    "notification_spans",
    metadata,
    Column("last_id", BigInteger, primary_key=True, autoincrement=False),
    Column("first_id", BigInteger, nullable=False),
    Column("earliest_ns", BigInteger, nullable=False),
    Column("latest_ns", BigInteger, nullable=False),
)

notification_searches = Table(
    "notification_searches",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("query", Text, nullable=False),
    Column("updated_at", Float, nullable=False),
)
