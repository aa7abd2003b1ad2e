import { access, agents, arrivals, clock, faults, objects, overrides, record } from "./texts/agents";
import { browser } from "./texts/browser";
import { credentials, identity } from "./texts/credentials";
import { dashboard } from "./texts/dashboard";
import { drops } from "./texts/drops";
import { forwarding } from "./texts/forwarding";
import { frame, login, palette, shortcuts } from "./texts/frame";
import { inboxes } from "./texts/inboxes";
import { jobs } from "./texts/jobs";
import { journal } from "./texts/journal";
import { compare, findings, kept, missingMibs, savedTargets } from "./texts/kept";
import { mibBatch, mibEditor, mibNotifications, mibs } from "./texts/mibs";
import { policy } from "./texts/policy";
import { rules } from "./texts/rules";
import { settings } from "./texts/settings";
import { simulator } from "./texts/simulator";
import { snmpv3 } from "./texts/snmpv3";
import { receiver, replay, sender, trapSearch, traps } from "./texts/traps";
import { typed } from "./texts/typed";
import { walker } from "./texts/walker";
import { watch } from "./texts/watch";
import { problem, table, words } from "./texts/words";

/** Every sentence of the interface, by area. A second language is a second object of the same type. */
export const english = {
  words,
  problem,
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

export const texts: Texts = english;
