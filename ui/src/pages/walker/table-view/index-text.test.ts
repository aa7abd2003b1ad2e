import { describe, expect, it } from "vitest";
import { splitIndex } from "./index-text";

describe("an index as it stands behind a column's name", () => {
  it.each([
    ["3", ["InterfaceIndex"], ["3"]],
    ['3."eth\\"0"', ["InterfaceIndex", "DisplayString (SIZE (0..255))"], ["3", 'eth"0']],
    ["'abc'.7", ["SnmpAdminString", "INTEGER"], ["abc", "7"]],
    ['ipv4."127.0.0.1"', ["InetAddressType", "InetAddress"], ["ipv4", "127.0.0.1"]],
    ["2.10.0.0.1.5", ["Integer32", "IpAddress", "INTEGER"], ["2", "10.0.0.1", "5"]],
    ["1.1.10.0.0.1", ["INTEGER", "NetworkAddress"], ["1", "10.0.0.1"]],
    ["3.1.3.6.9", ["OBJECT IDENTIFIER", "INTEGER"], ["1.3.6", "9"]],
  ])("%s", (text, syntaxes, parts) => expect(splitIndex(text, syntaxes)).toEqual(parts));

  it.each([
    ["3.4", ["INTEGER"]],
    ["3", ["INTEGER", "INTEGER"]],
    ["10.0.0", ["IpAddress"]],
    ["9.1", ["OBJECT IDENTIFIER"]],
  ])("%s does not fit %j and stays whole", (text, syntaxes) => expect(splitIndex(text, syntaxes)).toBeNull());
});
