"""Replies that are msgspec structs: encoded without a second validation, described in OpenAPI all the same.

Owns the list of such structs, which the OpenAPI document takes its schemas from. A route says
`responses=struct_reply(X)` and returns `reply(x)`; that is worth it where rows are many and rendered once.
"""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import Response

from trishul.services.agent_clocks import AgentClockState
from trishul.services.agent_objects import AgentObject, AgentObjects
from trishul.services.agent_overrides import AgentOverrides
from trishul.services.agent_reboots import RebootOutcome
from trishul.services.agent_records import AgentPage, AgentRecord
from trishul.services.credential_records import CredentialList, CredentialRecord
from trishul.services.credential_tests import CredentialTrial
from trishul.services.destination_documents import DestinationTrial, TrapDestination, TrapDestinationList
from trishul.services.device_recordings import RecordingJob, RecordingJobs
from trishul.services.drops import DropsOverview, KeptDatagrams
from trishul.services.fault_documents import FaultCatalogue
from trishul.services.inbox_documents import TrapInbox, TrapInboxList
from trishul.services.kept_walks import KeptWalk, KeptWalkPage
from trishul.services.metric_rows import MetricRow
from trishul.services.mib_browsing import ModuleTrees, NodeDetail, ObjectList, OidTree, SearchReply, TrapList
from trishul.services.mib_details import MibDependents, MibDetails
from trishul.services.mib_listing import MibFileList, MibFindings, MibSource, ModuleList, Resolved
from trishul.services.mib_records import (
    BatchCheck,
    DeleteOutcome,
    FetchOutcome,
    MibList,
    ReloadOutcome,
    RevisionDifferences,
    UploadOutcome,
)
from trishul.services.mib_relations import NodeRelations
from trishul.services.mib_revisions import KeptRevisions, RevisionText
from trishul.services.mib_tree_rows import TreeRows
from trishul.services.missing_mibs import MissingMibs
from trishul.services.pair_suggestions import PairSuggestions
from trishul.services.receiver_policy import PolicySaved, ReceiverPolicy
from trishul.services.receiver_status import ReceiverStarted, TrapsStatus
from trishul.services.recordings import RecordingPage, RecordingsUploaded
from trishul.services.request_journal import JournalPage, JournalVerdict
from trishul.services.request_log import LogDetail
from trishul.services.rule_documents import RulePreview, TrapRule, TrapRuleList
from trishul.services.saved_searches import SavedSearch, SavedSearches
from trishul.services.search_help import Completion, SearchLanguage
from trishul.services.simulator_access import AccessDocument
from trishul.services.simulator_faults import AgentFaultsState, AgentsWithFaults
from trishul.services.simulator_log import SimulatorLogEntry
from trishul.services.simulator_status import AccessSaved, OverridesSaved, SimulatorStarted, SimulatorStatus
from trishul.services.stored_notifications import TrapPage
from trishul.services.trap_checks import CheckedNotification
from trishul.services.trap_insight import TrapExplanation, TrapLint
from trishul.services.trap_outbox import OutboxChangedCount, OutboxEntry, OutboxPage
from trishul.services.trap_reading import NotificationsRead
from trishul.services.trap_records import TrapDetail
from trishul.services.trap_runs import TrapRun, TrapRuns
from trishul.services.trap_sending import SentNotification
from trishul.services.trap_sources import TrapSources
from trishul.services.trap_templates import TrapTemplate, TrapTemplateList
from trishul.services.trap_verdicts import TrapVerdict
from trishul.services.value_texts import ShownVarBind
from trishul.services.walk_comparison_pages import WalkComparison
from trishul.services.walk_imports import ImportedWalks
from trishul.services.walk_job_documents import JobRunList, WalkJob, WalkJobList
from trishul.services.walk_lint import WalkLint
from trishul.services.walk_tables import TableList, TableView
from trishul.services.walk_targets import WalkTarget, WalkTargetList
from trishul.services.walk_views import SimulatedWalk, WalkRowsPage
from trishul.services.walks import WalkDone, WalkProgress


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
