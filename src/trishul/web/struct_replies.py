"""Replies that are msgspec structs: encoded without a second validation, described in OpenAPI all the same.

Owns the list of such structs, which the OpenAPI document takes its schemas from. A route says
`responses=struct_reply(X)` and returns `reply(x)`; that is worth it where rows are many and rendered once.
"""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import Response

from trishul.services.accounts.api_tokens import ApiTokenList, NewApiToken
from trishul.services.accounts.audit_log import AuditPage
from trishul.services.accounts.sessions import SessionList
from trishul.services.accounts.users import User, UserList
from trishul.services.credentials.records import CredentialList, CredentialRecord
from trishul.services.credentials.trials import CredentialTrial
from trishul.services.drops import DropsOverview, KeptDatagrams
from trishul.services.forwarding.destination_documents import DestinationTrial, TrapDestination, TrapDestinationList
from trishul.services.forwarding.outbox import OutboxChangedCount, OutboxEntry, OutboxPage
from trishul.services.mibs.browsing import ModuleTrees, NodeDetail, ObjectList, OidTree, SearchReply, TrapList
from trishul.services.mibs.details import MibDependents, MibDetails
from trishul.services.mibs.listing import MibFileList, MibFindings, MibSource, ModuleList, Resolved
from trishul.services.mibs.records import (
    BatchCheck,
    DeleteOutcome,
    FetchOutcome,
    MibList,
    ReloadOutcome,
    RevisionDifferences,
    UploadOutcome,
)
from trishul.services.mibs.relations import NodeRelations
from trishul.services.mibs.revisions import KeptRevisions, RevisionText
from trishul.services.mibs.tree_rows import TreeRows
from trishul.services.rates import RateHistory
from trishul.services.recordings.recorded_devices import RecordingJob, RecordingJobs
from trishul.services.recordings.recordings import RecordingPage, RecordingsUploaded
from trishul.services.rules.documents import RulePreview, TrapRule, TrapRuleList
from trishul.services.simulator.access import AccessDocument
from trishul.services.simulator.agent_clocks import AgentClockState
from trishul.services.simulator.agent_objects import AgentObject, AgentObjects
from trishul.services.simulator.agent_overrides import AgentOverrides
from trishul.services.simulator.agent_reboots import RebootOutcome
from trishul.services.simulator.agent_records import AgentPage, AgentRecord
from trishul.services.simulator.fault_documents import FaultCatalogue
from trishul.services.simulator.faults import AgentFaultsState, AgentsWithFaults
from trishul.services.simulator.log import SimulatorLogEntry
from trishul.services.simulator.request_journal import JournalPage, JournalVerdict
from trishul.services.simulator.request_log import LogDetail
from trishul.services.simulator.status import AccessSaved, OverridesSaved, SimulatorStarted, SimulatorStatus
from trishul.services.traps.checks import CheckedNotification
from trishul.services.traps.inbox_documents import TrapInbox, TrapInboxList
from trishul.services.traps.insight import TrapExplanation, TrapLint
from trishul.services.traps.pair_suggestions import PairSuggestions
from trishul.services.traps.reading import NotificationsRead
from trishul.services.traps.receiver_policy import PolicySaved, ReceiverPolicy
from trishul.services.traps.receiver_status import ReceiverStarted, TrapsStatus
from trishul.services.traps.records import TrapDetail
from trishul.services.traps.runs import TrapRun, TrapRuns
from trishul.services.traps.saved_searches import SavedSearch, SavedSearches
from trishul.services.traps.search_help import Completion, SearchLanguage
from trishul.services.traps.sending import SentNotification
from trishul.services.traps.sources import TrapSources
from trishul.services.traps.stored_notifications import TrapPage
from trishul.services.traps.templates import TrapTemplate, TrapTemplateList
from trishul.services.traps.verdicts import TrapVerdict
from trishul.services.value_texts import ShownVarBind
from trishul.services.walks.comparison_pages import WalkComparison
from trishul.services.walks.imports import ImportedWalks
from trishul.services.walks.job_documents import JobRunList, WalkJob, WalkJobList
from trishul.services.walks.kept_walks import KeptWalk, KeptWalkPage
from trishul.services.walks.lint import WalkLint
from trishul.services.walks.metric_rows import MetricRow
from trishul.services.walks.missing_mibs import MissingMibs
from trishul.services.walks.tables import TableList, TableView
from trishul.services.walks.targets import WalkTarget, WalkTargetList
from trishul.services.walks.views import SimulatedWalk, WalkRowsPage
from trishul.services.walks.walks import WalkDone, WalkProgress


class SimulatorLog(msgspec.Struct, frozen=True):
    """Recent entries, newest first."""

    data: list[SimulatorLogEntry]


class WalkReply(msgspec.Struct, frozen=True):
    """All rows: `data` has row objects in mode "parsed", lines in "raw" (numbers) and "label" (names).

    `kept` is the number of the kept walk, `tables` and `metrics` are there in these views.
    """

    mode: str
    count: int
    data: list[ShownVarBind | str]
    elapsed_s: float
    cut: str | None
    kept: int | None = None
    tables: list[TableView] | None = None
    metrics: list[MetricRow] | None = None


class WalkLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a streamed walk: exactly one of the fields is there."""

    rows: list[ShownVarBind | str] | None = None
    progress: WalkProgress | None = None
    done: WalkDone | None = None
    error: dict[str, Any] | None = None


REPLY_TYPES: tuple[type[msgspec.Struct], ...] = (
    AccessDocument,
    AccessSaved,
    AgentClockState,
    AgentFaultsState,
    AgentObject,
    AgentObjects,
    AgentOverrides,
    AgentsWithFaults,
    AgentPage,
    RebootOutcome,
    AgentRecord,
    ApiTokenList,
    AuditPage,
    BatchCheck,
    Completion,
    CheckedNotification,
    CredentialList,
    CredentialRecord,
    CredentialTrial,
    DeleteOutcome,
    DestinationTrial,
    DropsOverview,
    FaultCatalogue,
    FetchOutcome,
    ImportedWalks,
    JobRunList,
    JournalPage,
    JournalVerdict,
    KeptDatagrams,
    KeptRevisions,
    KeptWalk,
    KeptWalkPage,
    LogDetail,
    MibDependents,
    MibDetails,
    MibFileList,
    MibFindings,
    MibList,
    MibSource,
    MissingMibs,
    ModuleList,
    ModuleTrees,
    NodeDetail,
    NewApiToken,
    NodeRelations,
    NotificationsRead,
    ObjectList,
    OidTree,
    OutboxChangedCount,
    OutboxEntry,
    OutboxPage,
    OverridesSaved,
    PairSuggestions,
    PolicySaved,
    RateHistory,
    ReceiverPolicy,
    ReceiverStarted,
    RecordingPage,
    RecordingsUploaded,
    RecordingJob,
    RecordingJobs,
    ReloadOutcome,
    Resolved,
    RevisionDifferences,
    RevisionText,
    RulePreview,
    SavedSearch,
    SavedSearches,
    SearchLanguage,
    SearchReply,
    SentNotification,
    SessionList,
    SimulatorLog,
    SimulatorStarted,
    SimulatorStatus,
    SimulatedWalk,
    TableList,
    TableView,
    TrapDestination,
    TrapDestinationList,
    TrapDetail,
    TrapInbox,
    TrapInboxList,
    TrapExplanation,
    TrapLint,
    TrapList,
    TrapPage,
    TrapRule,
    TrapRuleList,
    TrapRun,
    TrapRuns,
    TrapTemplate,
    TrapTemplateList,
    TrapSources,
    TrapsStatus,
    TrapVerdict,
    TreeRows,
    UploadOutcome,
    User,
    UserList,
    WalkComparison,
    WalkJob,
    WalkJobList,
    WalkLine,
    WalkLint,
    WalkRowsPage,
    WalkTarget,
    WalkTargetList,
    WalkReply,
)


def reply(body: msgspec.Struct, *, status: int = 200) -> Response:
    """The JSON reply of a struct."""
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")


def struct_reply(
    body: type[msgspec.Struct], *, media_type: str = "application/json", status: int = 200
) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route whose success is this struct."""
    return {
        status: {
            "description": (body.__doc__ or "").partition("\n")[0],
            "content": {media_type: {"schema": {"$ref": f"#/components/schemas/{body.__name__}"}}},
        }
    }
