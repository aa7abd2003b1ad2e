import { describe, expect, it } from "vitest";
import { anyRequest, queryOf } from "./query";

describe("which requests of a journal are meant", () => {
  it("is any where nothing is filled in", () => {
    expect(queryOf({ ...anyRequest, object: "  " })).toEqual({});
  });

  it("is told in the server's units", () => {
    const filter = {
      object: " ifHCInOctets ",
      pdu: "GetBulkRequest",
      source: "192.0.2.0/24",
      minutes: 2,
      repetitions: 0,
    };
    expect(queryOf(filter)).toEqual({
      oid: "ifHCInOctets",
      pdu: "GetBulkRequest",
      source: "192.0.2.0/24",
      last_s: 120,
      max_repetitions: 0,
    });
  });
});
