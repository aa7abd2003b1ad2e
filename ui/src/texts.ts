import { language } from "./language";
import { access, agents, arrivals, clock, faults, objects, overrides, record } from "./texts/agents";
import { browser } from "./texts/browser";
import { credentials, identity } from "./texts/credentials";
import { dashboard } from "./texts/dashboard";
import { diagnostics } from "./texts/diagnostics";
import { drops } from "./texts/drops";
import { faultKinds, faultPresets } from "./texts/faults";
import { forwarding } from "./texts/forwarding";
import { frame, login, palette, shortcuts } from "./texts/frame";
import { inboxes } from "./texts/inboxes";
import { jobs } from "./texts/jobs";
import { journal } from "./texts/journal";
import { compare, findings, kept, missingMibs, savedTargets } from "./texts/kept";
import { mibBatch, mibEditor, mibNotifications, mibs } from "./texts/mibs";
import { policy } from "./texts/policy";
import { problems } from "./texts/problems";
import { rules } from "./texts/rules";
import { settings } from "./texts/settings";
import { simulator } from "./texts/simulator";
import { snmpv3 } from "./texts/snmpv3";
import { toasts } from "./texts/toasts";
import { receiver, replay, sender, trapSearch, traps } from "./texts/traps";
import { typed } from "./texts/typed";
import { unsaved } from "./texts/unsaved";
import { walker } from "./texts/walker";
import { watch } from "./texts/watch";
import { problem, table, words } from "./texts/words";

/** Every sentence of the interface, by area. Another language is another object of the same type, in a folder of its own. */
export const english = {
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

export type Texts = typeof english;

/**
 * The dictionary of the chosen language. Modules that use it wait for it, and another language than English is a file that is
 * loaded only where it is spoken. Its modules import types alone: one that needed this module would wait for itself.
 */
export const texts: Texts = language === "de" ? (await import("./texts/german")).german : english;
