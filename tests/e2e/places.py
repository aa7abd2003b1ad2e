"""Every page of the workbench and what is open on it: how one gets there, and the sign by which one sees it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

CISCO_WALK = "1.3.6.1.2.1"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of an area: by its address, or by what is clicked (`by`) or pressed (`keys`) at the place before.

    What is opened by a click or by keys is a dialog, which Escape closes, unless it `stays`.
    """

    name: str
    sign: str
    address: str | None = None
    by: str = ""
    keys: str = ""
    stays: bool = False

    @property
    def is_dialog(self) -> bool:
        """Lies over the place before, which stays as it was."""
        return self.address is None and not self.stays

    def enter(self, page: Page, facts: dict[str, str]) -> None:
        """Goes there, until the sign is seen."""
        if self.address is not None:
            page.goto(f"/#{self.address.format(**facts)}")
        elif self.by:
            page.locator(self.by).first.click()
        else:
            page.keyboard.press(self.keys)
        expect(page.locator(self.sign).first).to_be_visible(timeout=20_000)

    def leave(self, page: Page) -> None:
        """Closes a dialog."""
        if self.is_dialog:
            page.keyboard.press("Escape")
            expect(page.locator(self.sign)).to_have_count(0)


FRAME = (
    Place("dashboard", "#act-snmp-requests", "dashboard"),
    Place("palette", "[role=listbox]", keys="Control+k"),
    Place("shortcuts", "[role=dialog]", keys="?"),
)
SETTINGS = (
    Place("account", "#settings-account input", "settings"),
    Place("sessions", "#sessions tbody tr", "settings?tab=sessions"),
    Place("tokens", "#tokens tbody tr", "settings?tab=tokens"),
    Place("users", "#users tbody tr", "settings?tab=users"),
    Place("audit", "#audit-table [role=row]", "settings?tab=audit"),
    Place("backup", "#backup-save", "settings?tab=backup"),
    Place("credentials", "#credentials tr, #credentials li", "settings?tab=credentials"),
    Place("new-credential", "#credential-form", by="#credential-add"),
    Place("addresses", "#settings-addresses form", "settings?tab=addresses"),
    Place("notifications", "#settings-notifications form", "settings?tab=notifications"),
    Place("sources", "#settings-sources form", "settings?tab=sources"),
    Place("behaviour", "#settings-behaviour form", "settings?tab=behaviour"),
    Place("statistics", "#settings-statistics h2", "settings?tab=statistics"),
    Place("about", "#settings-about h2", "settings?tab=about"),
)
SIMULATOR = (
    Place("agents", "#agent-table [role=row]", "simulator"),
    Place("agent", "#agent-detail dl", "simulator?agent=default"),
    Place("objects", "#agent-objects [role=row]", "simulator?agent=default&tab=objects"),
    Place("overrides", "#overrides-editor .cm-content", "simulator?agent=default&tab=overrides"),
    Place("clock", "#clock-freeze", "simulator?agent=default&tab=clock"),
    Place("journal", "#journal-verify", "simulator?agent=default&tab=journal&log=default"),
    Place("access", "#access-save", "simulator?agent=default&tab=access"),
    Place("faults", "#fault-add", "simulator?agent=default&tab=faults"),
    Place("new-fault", "#fault-form", by="#fault-add"),
    Place("new-agent", "#agent-form", by="#agent-add"),
    Place("record", "#record-form", by="#agent-record"),
)
WALKER = (
    Place("rows", "#walk-table [role=row]", by="#walk-start", stays=True),
    Place("tables", "#walk-table-choice", "walker?view=table"),
    Place("tree", "#walk-table [role=row]", "walker?view=tree"),
    Place("text", "#walk-table [role=row]", "walker?view=raw"),
    Place("watch", "#watch-oid", "walker?tab=watch"),
    Place("kept", "#kept-table [role=row]", "walker?tab=kept"),
    Place("kept-walk", "#kept-walk [role=row]", "walker?tab=kept&kept=1"),
    Place("findings", "#kept-walk", "walker?tab=kept&kept=1&facet=findings"),
    Place("compared", "#compare-table [role=row]", "walker?tab=kept&kept=1&against=2"),
    Place("job", "#job-detail", "walker?tab=jobs&job={job}"),
    Place("new-job", "#job-form", by="#job-add"),
)
TRAPS = (
    Place("received", "#trap-table [role=row]", "traps"),
    Place("found", "#trap-table [role=row]", "traps?q=trap:linkDown"),
    Place("opened", "#trap-detail", "traps?open=1"),
    Place("send", "#trap-send", "traps?tab=send&oid=IF-MIB::linkDown"),
    Place("rules", "#rule-preview-table", "traps?tab=rules&rule=1"),
    Place("forwarding", "#destinations li", "traps?tab=forwarding&destination=nobody"),
    Place("new-destination", "#destination-form", by="#destination-add"),
    Place("inboxes", "#inboxes li", "traps?tab=inboxes"),
    Place("receiver", "#traps-drops", "traps?tab=receiver"),
)
MIBS = (
    Place("tree", "[role=treeitem]", "browser"),
    Place("node", "#mib-node h2", "browser?node=IF-MIB::ifAdminStatus"),
    Place("source", "#mib-source .cm-marked", "browser?node=IF-MIB::ifAdminStatus&tab=source&view=module"),
    Place("search", "#mib-hits [role=option]", "browser?query=link&kind=notification"),
    Place("library", "#mib-table [role=row]", "mibs"),
    Place("editor", "#mib-text .cm-content", "mibs?edit=ACME-MIB"),
)
AREAS = {"frame": FRAME, "settings": SETTINGS, "simulator": SIMULATOR, "walker": WALKER, "traps": TRAPS, "mibs": MIBS}
