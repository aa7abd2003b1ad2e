import type { AgentRecord, CredentialRecord, SimulatorStatus } from "../../../api/generated";
import { netSnmpAgent, reachableHost, shellWord, walkCommand, walkCommandAs } from "../../../live/addresses";

/** Lines for a shell by which an agent is asked, one for each way in which it can be. */
export interface Line {
  how: "community" | "user" | "get" | "trishul";
  command: string;
}

const SYSTEM = "1.3.6.1.2.1.1";

/** Where it answers: at an address of its own, or at the one that all share. */
export function placeOf({ addresses }: AgentRecord, status: SimulatorStatus): { host: string; port: number } {
  const own = /^(.+):(\d+)$/.exec(addresses.listen ?? "");
  if (!own) return { host: reachableHost(status.host), port: status.port ?? 0 };
  return { host: reachableHost(own[1]?.replace(/^\[|\]$/g, "")), port: Number(own[2]) };
}

/** The context that a user names to mean this agent: its own word, else its community. */
function contextOf({ addresses, origin }: AgentRecord): string {
  if (origin === "built in" || addresses.listen || addresses.user) return "";
  return addresses.context || addresses.community || "";
}

export function linesFor(
  agent: AgentRecord,
  status: SimulatorStatus,
  users: readonly CredentialRecord[],
): readonly Line[] {
  const { host, port } = placeOf(agent, status);
  const { community, user } = agent.addresses;
  const lines: Line[] = [];
  if (community) {
    const target = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
    lines.push(
      { how: "community", command: walkCommand(host, port, community) },
      {
        how: "get",
        command: `snmpget -v 2c -c ${shellWord(community)} ${netSnmpAgent(host, port)} ${SYSTEM}.1.0`,
      },
      { how: "trishul", command: `trishul walk -c ${shellWord(community)} ${shellWord(target)}` },
    );
  }
  const asked = users.find((one) => one.user === user) ?? users[0];
  if (asked)
    lines.push({ how: "user", command: walkCommandAs(userWords(asked, contextOf(agent)), host, port, SYSTEM) });
  return lines;
}

function userWords({ user, level, auth_protocol, priv_protocol }: CredentialRecord, context: string) {
  return {
    user,
    level: level ?? "noAuthNoPriv",
    auth_protocol: auth_protocol ?? "",
    priv_protocol: priv_protocol ?? "",
    context,
  };
}
