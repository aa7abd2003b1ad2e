import { describe, expect, it } from "vitest";
import { severityHint } from "./severity";

describe("the severity of a notification", () => {
  it("is what its description says", () => {
    expect(severityHint("The fan failed.\nSeverity: Critical.")).toBe("critical");
    expect(severityHint("Priority (minor)")).toBe("minor");
    expect(severityHint("--#SEVERITY MAJOR")).toBe("major");
  });

  it("is not guessed", () => {
    expect(severityHint("A critical link went down.")).toBe("—");
    expect(severityHint("The severity of the alarm has changed to the value given.")).toBe("—");
  });
});
