import { texts } from "../../texts";

/** Words that a MIB itself uses for how bad a notification is: in its text, or as the value of a severity object. */
const written =
  /\b(?:severity|priority)\b[^a-z]{0,12}(critical|major|minor|warning|informational|info|clear(?:ed)?|indeterminate)\b/i;
const tagged = /--#SEVERITY\s+(\w+)/i;

/** What the description says of a notification's severity; empty where it says nothing. */
export function severityHint(description: string): string {
  const found = tagged.exec(description) ?? written.exec(description);
  return found?.[1]?.toLowerCase() ?? texts.words.unknown;
}
