import { csvField } from "../export";
import type { History } from "./history";
import { meaningOf } from "./readings";

/** The watch as a file (RFC 4180): one line a round, one column a number; what is not known is empty. */
export function historyAsCsv({ times, series }: History): string {
  const heads = series.map(({ label, device, type }) => `${device} ${label}${meaningOf(type) === "rate" ? " /s" : ""}`);
  const lines = times.map((at_s, place) =>
    [new Date(at_s * 1000).toISOString(), ...series.map(({ points }) => String(points[place] ?? ""))]
      .map(csvField)
      .join(","),
  );
  return `${[["time", ...heads].map(csvField).join(","), ...lines].join("\r\n")}\r\n`;
}
