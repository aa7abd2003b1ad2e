import { expect, it } from "vitest";

/** What a reader sees or hears of an element: words between tags and what is put in, and attributes that are read out. */
const spoken = [
  /[>}]([^<>{}()=;]*\p{L}[^<>{}()=;]*)<\//gu,
  /[\w"}]>([^<>{}()=;]*\p{L}[^<>{}()=;]*)\{/gu,
  /\b(?:alt|aria-description|aria-label|description|label|placeholder|title)=\{?["'`]([^"'`$]*\p{L}[^"'`$]*)/gu,
];

/** An example of a value, which is the same in every language: one word with dots, colons or digits. */
const isValue = (text: string) => /^\S+$/.test(text) && /[.:/]\S|\d/.test(text);

function wordsIn(source: string): string[] {
  return spoken
    .flatMap((place) => [...source.matchAll(place)])
    .map(([, text = ""]) => text.trim())
    .filter((text) => !isValue(text));
}

const components = import.meta.glob<string>(["../**/*.tsx", "!../**/*.test.tsx"], {
  query: "?raw",
  import: "default",
  eager: true,
});

it("no sentence stands outside the dictionaries", () => {
  expect(Object.keys(components).length).toBeGreaterThan(100);
  const found = Object.entries(components).flatMap(([path, source]) =>
    wordsIn(source).map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});

it.each([
  ["<p>Nothing here</p>", true],
  ["<p>\n  {count} were lost\n</p>", true],
  ['<p className="note">Lost: {count}</p>', true],
  ['<input placeholder="a name" />', true],
  ['<input aria-label={"Name"} />', true],
  ["<b title={`Width of $" + "{name}`} />", true],
  ["<b>{texts.words.copy}</b>", false],
  ['<input placeholder="127.0.0.2:1161" className="Name" />', false],
  ["function rows(): Map<string, Row> {", false],
])("%s is seen", (source, isWords) => expect(wordsIn(source).length > 0).toBe(isWords));
