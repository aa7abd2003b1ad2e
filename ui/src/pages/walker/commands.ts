import type { CredentialRecord } from "../../api/generated";
import { snmpCommand, snmpCommandAs } from "../../live/addresses";
import type { WalkRequest } from "./request";

/** The line for a shell that asks for one value as the walk asked; what only the server knows is left to whoever copies it. */
export function getLine(request: WalkRequest, oid: string, saved: readonly CredentialRecord[]): string {
  const { target, port, version, credential } = request;
  const record = credential ? saved.find((one) => one.name === credential) : undefined;
  if (version !== "3") {
    const community = credential ? "COMMUNITY" : (request.community ?? "public");
    return snmpCommand("snmpget", target, port, community, version ?? "2c", oid);
  }
  const who = {
    user: record?.user ?? request.user ?? "",
    level: record?.level ?? request.level ?? "authPriv",
    auth_protocol: record?.auth_protocol ?? request.auth_protocol ?? "",
    priv_protocol: record?.priv_protocol ?? request.priv_protocol ?? "",
    context: request.context ?? "",
  };
  return snmpCommandAs("snmpget", who, target, port, oid);
}
