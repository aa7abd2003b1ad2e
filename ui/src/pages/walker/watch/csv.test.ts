import { expect, it } from "vitest";
import { historyAsCsv } from "./csv";

it("has a column for each number, named with its device, and nothing where nothing is known", () => {
  const series = { key: "", device: "r1:161", last: null, failure: null };
  const text = historyAsCsv({
    times: [0, 2],
    series: [
      { ...series, label: "ifInOctets.1", type: "Counter64", points: [null, 1.5] },
      { ...series, label: 'load."a"', type: "Gauge32", points: [7, null] },
    ],
  });
  expect(text).toBe(
    'time,r1:161 ifInOctets.1 /s,"r1:161 load.""a"""\r\n' +
      "1970-01-01T00:00:00.000Z,,7\r\n1970-01-01T00:00:02.000Z,1.5,\r\n",
  );
});
