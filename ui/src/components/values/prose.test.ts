import { describe, expect, it } from "vitest";
import { reflowed } from "./prose";

describe("a MIB's text as prose", () => {
  it("loses the breaks of its file's width", () => {
    const text =
      "The desired state of the interface.  The testing(3)\nstate indicates that no operational packets can be\npassed.";
    expect(reflowed(text)).toBe(text.replaceAll("\n", " "));
  });

  it.each([
    ["paragraphs", "The first one is as wide as it can be here.\n\nThe second."],
    ["short lines", "This line says how wide the text is:\nup\ndown"],
    ["lists", "Its values are those of the list underneath:\n- up, which is long enough to be broken here\n- down"],
    [
      "indented lines",
      "A table of which somebody drew the columns:\n   1  octet of the first of all addresses\n   2  more",
    ],
    ["columns", "octet   meaning of it in the whole of the row\nfirst   nothing that is wide as the others are"],
  ])("keeps the breaks between %s", (_, text) => {
    expect(reflowed(text)).toBe(text);
  });

  it("takes an empty text as it is", () => {
    expect(reflowed("")).toBe("");
  });
});
