import { expect, it } from "vitest";
import { browserOf } from "./sessions";

it("names a session by its browser and system, or by the first word that its program says", () => {
  const chrome =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
  const safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15";
  expect(browserOf(chrome)).toBe("Chrome 141, Linux");
  expect(browserOf(`${chrome} Edg/141.0.0.0`)).toBe("Edge 141, Linux");
  expect(browserOf(safari)).toBe("Safari 18, macOS");
  expect(browserOf("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0")).toBe(
    "Firefox 130, Windows",
  );
  expect(browserOf("python-httpx/0.28.1")).toBe("python-httpx/0.28.1");
  expect(browserOf("")).toBe("");
});
