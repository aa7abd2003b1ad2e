import { describe, expect, it } from "vitest";
import type { DestinationSettings } from "../../../api/forwarding";
import { draftOfDestination, headersIn, newDestination, settingsOf, usualPort } from "./draft";

const common = { enabled: false, timeout_s: 2, give_up_after_s: 7_200 };
const saved: DestinationSettings[] = [
  {
    ...common,
    kind: "snmp",
    name: "noc",
    host: "192.0.2.1",
    port: 1162,
    transport: "tcp",
    send_as: "inform",
    version: "3",
    credential: "ops",
    retries: 4,
  },
  {
    ...common,
    kind: "webhook",
    name: "chat",
    url: "https://example.org/hook",
    headers: { Authorization: null, "X-Team": null },
    allow_internal: true,
    ca: "PEM",
  },
  {
    ...common,
    kind: "syslog",
    name: "log",
    host: "log.example",
    port: null,
    transport: "tls",
    facility: "local3",
    ca: "PEM",
  },
];

describe("a destination as it is typed", () => {
  it.each(saved)("is sent as it was read: $kind", (settings) => {
    expect(settingsOf(draftOfDestination(settings))).toEqual(settings);
  });

  it("keeps the value of a header whose name stands alone, and takes a new one", () => {
    expect(headersIn(" Authorization: Bearer a:b \n\nX-Team\nX-Empty:")).toEqual({
      Authorization: "Bearer a:b",
      "X-Team": null,
      "X-Empty": null,
    });
  });

  it("has the usual port of its kind, and only syslog goes over TLS", () => {
    expect(usualPort({ kind: "snmp", transport: "udp" })).toBe(162);
    expect(usualPort({ kind: "syslog", transport: "tcp" })).toBe(514);
    expect(usualPort({ kind: "syslog", transport: "tls" })).toBe(6514);
    expect(settingsOf({ ...newDestination, transport: "tls" })).toMatchObject({ transport: "udp", port: 162 });
  });
});
