import type { ShownVarBind, WalkReply } from "../../../api/generated";
import { request as ask } from "../../../api/http";
import { Problem } from "../../../api/problem";
import { texts } from "../../../texts";
import type { WalkRequest } from "../request";
import type { Outcome } from "./history";
import { isNumericType } from "./readings";

/** One round for the numbers of one device: those whose OIDs are known by one request, with sysUpTime among them. */

const SYS_UP_TIME = "1.3.6.1.2.1.1.3.0";
const words = texts.watch;
/** SNMPv1 answers for all variables or for none, and some agents do so in later versions. */
const refusedAsWhole = new Set(["no_such_oid", "error_response"]);

/** What came of a number, and the OID that its name stands for. */
export interface Asked {
  key: string;
  outcome: Outcome;
  oid: string | null;
}

export type Numbered = readonly [key: string, request: WalkRequest];

const isOid = (text: string) => /^\.?\d+(\.\d+)+$/.test(text);
const bare = (oid: string) => oid.replace(/^\./, "");

/** The outcomes in no order; every number has one. */
export async function askDevice(numbers: readonly Numbered[], signal: AbortSignal): Promise<Asked[]> {
  const together = numbers.filter(([, { oid }]) => isOid(oid));
  const named = numbers.filter(([, { oid }]) => !isOid(oid));
  const [first] = numbers;
  if (!first) return [];
  const alone = Promise.all(named.map((one) => askAlone(one, signal)));
  const { found, uptime } = await askTogether(first[1], together, signal);
  return [...found, ...(await alone)].map((asked) => at(asked, uptime));
}

async function askTogether(
  device: WalkRequest,
  numbers: readonly Numbered[],
  signal: AbortSignal,
): Promise<{ found: Asked[]; uptime: bigint | null }> {
  const oids = [SYS_UP_TIME, ...numbers.map(([, { oid }]) => oid)];
  try {
    const rows = new Map((await askRows({ ...device, oids }, signal)).map((row) => [row.oid, row]));
    const found = numbers.map(([key, { oid }]) => read(key, rows.get(bare(oid))));
    return { found, uptime: uptimeIn(rows.get(SYS_UP_TIME)) };
  } catch (cause) {
    const problem = Problem.from(cause);
    if (numbers.length === 0 || !refusedAsWhole.has(problem.code)) {
      return { found: numbers.map(([key]) => failed(key, problem)), uptime: null };
    }
    const [clock, ...found] = await Promise.all([
      askTogether(device, [], signal),
      ...numbers.map((one) => askAlone(one, signal)),
    ]);
    return { found, uptime: clock.uptime };
  }
}

async function askAlone([key, request]: Numbered, signal: AbortSignal): Promise<Asked> {
  try {
    const [row] = await askRows(request, signal);
    return read(key, row);
  } catch (cause) {
    return failed(key, Problem.from(cause));
  }
}

async function askRows(body: WalkRequest & { oids?: string[] }, signal: AbortSignal): Promise<ShownVarBind[]> {
  const { data } = await ask<WalkReply>("POST", "/api/walk/execute", { body, signal });
  return data.filter((row) => typeof row !== "string");
}

function read(key: string, row: ShownVarBind | undefined): Asked {
  if (!row) return { key, oid: null, outcome: { failure: words.nothing } };
  const value = isNumericType(row.type) ? BigInt(row.value) : 0n;
  const reading = { at_s: performance.now() / 1000, value, uptime: null };
  return { key, oid: row.oid, outcome: { type: row.type, reading } };
}

const failed = (key: string, { message }: Problem): Asked => ({ key, oid: null, outcome: { failure: message } });

/** An agent without a system group is watched all the same. */
const uptimeIn = (row: ShownVarBind | undefined) => (row?.type === "TimeTicks" ? BigInt(row.value) : null);

function at(asked: Asked, uptime: bigint | null): Asked {
  const { outcome } = asked;
  return "failure" in outcome ? asked : { ...asked, outcome: { ...outcome, reading: { ...outcome.reading, uptime } } };
}
