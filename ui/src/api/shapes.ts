/** The server's shapes, until the generated types take their place. */
export type ServiceState = "stopped" | "starting" | "running" | "crashed" | "stopping";

export interface SimulatorDevice {
  community: string;
  name: string;
  source: string;
  instances: number;
}

export interface SimulatorStatus {
  running: boolean;
  pid: number | null;
  port: number | null;
  community: string;
  uptime_seconds: number | null;
  requests: number;
  last_activity: number | null;
  host?: string;
  state?: ServiceState;
  error?: string | null;
  devices?: SimulatorDevice[];
  drops?: Record<string, number>;
  kernel_drops?: number;
}

export interface TrapsStatus {
  running: boolean;
  pid: number | null;
  port: number | null;
  resolve_mibs: boolean;
  uptime_seconds: number | null;
  host?: string;
  state?: ServiceState;
  error?: string | null;
  received?: number;
  stored?: number;
  waiting?: number;
  drops?: Record<string, number>;
  kernel_drops?: number;
  buffer_bytes?: number;
  total?: number;
  store_error?: string | null;
}

export type CounterGroup = Record<string, number | string | boolean | null>;
export type Stats = Record<string, CounterGroup>;

export interface MibCounts {
  loaded: number;
  failed: number;
  total: number;
  traps_available: number;
}

export interface SimulatorLogEntry {
  id: number;
  at: number;
  source: string;
  community_device: string | null;
  operation: string;
  version: string;
  requests: number;
  varbinds: number;
  first_oid: string | null;
  last_oid: string | null;
  errors: number;
  drop?: string | null;
}

export interface TrapVarbind {
  oid: string;
  name: string;
  type: string;
  value: string;
  display: string;
  resolved: boolean;
}

export interface TrapRecord {
  id: number;
  timestamp: number;
  time_str: string;
  received_at_ns: string;
  source: string;
  local: string;
  agent_address: string | null;
  version: string;
  pdu_type: string;
  trap_oid: string;
  trap_type: string;
  severity: string;
  resolved: boolean;
  uptime: number | null;
  enterprise: string | null;
  anomalies: { kind: string; offset: number }[];
  varbinds: TrapVarbind[];
}

export interface BerNode {
  label: string;
  offset: number;
  header_size: number;
  size: number;
  tag: number;
  type: string;
  text: string;
  fault?: string | null;
  children: BerNode[];
}

export interface TrapDetail extends TrapRecord {
  raw_hex: string;
  tree: BerNode;
}

export interface WalkRow {
  oid: string;
  name: string;
  type: string;
  value: string;
  display: string;
  index?: string | null;
}
