import { formatAddress } from "../components/values/format";

interface Bound {
  host?: string | undefined;
  port: number | null;
}

const unspecified = new Set(["", "0.0.0.0", "::", "*"]);

/** The host by which this browser's user can reach a service: a wildcard address is the server's own name. */
export function reachableHost(host: string | undefined): string {
  if (host !== undefined && !unspecified.has(host)) return host;
  const name = window.location.hostname.replace(/^\[|\]$/g, "");
  return name || "127.0.0.1";
}

export function localAddress(service: Bound): string {
  const port = service.port ?? 0;
  return service.host === undefined || unspecified.has(service.host) ? `:${port}` : formatAddress(service.host, port);
}

/** net-snmp wants the transport named for IPv6, and some shells take brackets for a pattern. */
export function netSnmpAgent(host: string, port: number): string {
  return shellWord(host.includes(":") ? `udp6:[${host}]:${port}` : `${host}:${port}`);
}

/** An argument as a shell takes it. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

export function snmpCommand(
  tool: string,
  host: string,
  port: number,
  community: string,
  version: string,
  oid: string,
): string {
  return `${tool} -v ${version} -c ${shellWord(community)} ${netSnmpAgent(host, port)} ${oid}`;
}

export function walkCommand(
  host: string,
  port: number,
  community: string,
  version = "2c",
  oid = "1.3.6.1.2.1",
): string {
  return snmpCommand("snmpwalk", host, port, community, version, oid);
}

/** The same walk by this program's own command; the usual community need not be said. */
export function ownWalkCommand(host: string, port: number, community: string, oid: string): string {
  const who = community === "public" ? "" : `-c ${shellWord(community)} `;
  return `trishul walk ${who}${shellWord(formatAddress(host, port))} ${oid}`;
}

interface UserWords {
  user: string;
  level: string;
  auth_protocol: string;
  priv_protocol: string;
  context: string;
}

/** As an SNMPv3 user; passwords are left to whoever copies it. */
export function snmpCommandAs(tool: string, who: UserWords, host: string, port: number, oid: string): string {
  const options = ["-v 3", `-u ${shellWord(who.user)}`, `-l ${who.level}`];
  if (who.level !== "noAuthNoPriv") options.push(`-a ${who.auth_protocol} -A PASSWORD`);
  if (who.level === "authPriv") options.push(`-x ${who.priv_protocol} -X PASSWORD`);
  if (who.context !== "") options.push(`-n ${shellWord(who.context)}`);
  return `${tool} ${options.join(" ")} ${netSnmpAgent(host, port)} ${oid}`;
}

export function walkCommandAs(who: UserWords, host: string, port: number, oid: string): string {
  return snmpCommandAs("snmpwalk", who, host, port, oid);
}

/** A linkDown of interface 3, numeric so that it works without MIB files. */
const LINK_DOWN = "1.3.6.1.6.3.1.1.5.3";
const OF_INTERFACE_3 = "1.3.6.1.2.1.2.2.1.1.3 i 3";

export function trapCommand(host: string, port: number): string {
  return `snmptrap -v 2c -c public ${netSnmpAgent(host, port)} '' ${LINK_DOWN} ${OF_INTERFACE_3}`;
}

export function ownTrapCommand(host: string, port: number): string {
  return `trishul trap send ${shellWord(formatAddress(host, port))} ${LINK_DOWN} ${OF_INTERFACE_3}`;
}
