import type { Texts } from "../../texts";
import { access, agents, arrivals, clock, faults, objects, overrides, record } from "./agents";
import { browser } from "./browser";
import { credentials, identity } from "./credentials";
import { dashboard } from "./dashboard";
import { diagnostics } from "./diagnostics";
import { drops } from "./drops";
import { faultKinds, faultPresets } from "./faults";
import { forwarding } from "./forwarding";
import { frame, login, palette, shortcuts } from "./frame";
import { inboxes } from "./inboxes";
import { jobs } from "./jobs";
import { journal } from "./journal";
import { compare, findings, kept, missingMibs, savedTargets } from "./kept";
import { mibBatch, mibEditor, mibNotifications, mibs } from "./mibs";
import { policy } from "./policy";
import { problems } from "./problems";
import { rules } from "./rules";
import { settings } from "./settings";
import { simulator } from "./simulator";
import { snmpv3 } from "./snmpv3";
import { toasts } from "./toasts";
import { receiver, replay, sender, trapSearch, traps } from "./traps";
import { typed } from "./typed";
import { unsaved } from "./unsaved";
import { walker } from "./walker";
import { watch } from "./watch";
import { problem, table, words } from "./words";

/** Every sentence of the interface in German. What the field says in English stays English: Trap, Walk, Community, Notification. */
export const german: Texts = {
  words,
  problem,
  problems,
  diagnostics,
  faultKinds,
  faultPresets,
  table,
  frame,
  palette,
  shortcuts,
  login,
  dashboard,
  drops,
  simulator,
  agents,
  objects,
  overrides,
  typed,
  faults,
  clock,
  arrivals,
  record,
  journal,
  access,
  snmpv3,
  walker,
  watch,
  unsaved,
  toasts,
  kept,
  jobs,
  compare,
  findings,
  missingMibs,
  savedTargets,
  traps,
  trapSearch,
  receiver,
  rules,
  forwarding,
  inboxes,
  replay,
  sender,
  mibs,
  mibBatch,
  mibEditor,
  mibNotifications,
  browser,
  settings,
  policy,
  identity,
  credentials,
};
