import { texts } from "../../../texts";
import { bitsOf, bitsText, readBits } from "./bits";
import { readDate } from "./date-and-time";
import { kindOf, type ValueFacts } from "./facts";
import { hardwareAddressText, meantOctets, octetsOf, readHardwareAddress } from "./octets";
import { readTicks, ticksText } from "./ticks";

const words = texts.typed;

/** What is typed first for a value as rows have it: `value` for machines, `display` for people. */
export function firstText(facts: ValueFacts, value: string, display: string): string {
  switch (kindOf(facts)) {
    case "enumeration":
      return Object.entries(facts.labels).find(([, number]) => String(number) === value)?.[0] ?? value;
    case "bits":
      return bitsText(bitsOf(octetsOf(value)), facts.labels);
    case "ticks":
      return /^\d+$/.test(value) ? ticksText(Number(value)) : display;
    case "octets":
      return value.startsWith("0x") ? value : display;
    case "number":
      return value;
    default:
      return display;
  }
}

/** What is sent for what was typed: a number where one is meant, so that a text of digits stays a text. */
export function typedValue(facts: ValueFacts | null, text: string): string | number {
  const typed = text.trim();
  switch (facts ? kindOf(facts) : "number") {
    case "number":
    case "enumeration":
      return /^-?\d{1,15}$/.test(typed) ? Number(typed) : text;
    case "ticks":
      return readTicks(text) ?? text;
    default:
      return text;
  }
}

/** What a field of the kind shows while it is empty. */
export function exampleOf(facts: ValueFacts): string {
  return words.examples[kindOf(facts)] || facts.name;
}

/** How what was typed is understood, where its form does not say it by itself; the server decides. */
export interface Reading {
  text: string;
  isWrong: boolean;
}

const read = (text: string): Reading => ({ text, isWrong: false });
const wrong = (text: string): Reading => ({ text, isWrong: true });

export function readingOf(facts: ValueFacts, text: string): Reading | null {
  if (text.trim() === "") return null;
  switch (kindOf(facts)) {
    case "ticks": {
      const hundredths = readTicks(text);
      return hundredths === null ? wrong(words.noTicks) : read(words.ticks(ticksText(hundredths), hundredths));
    }
    case "hardware-address": {
      const octets = readHardwareAddress(text);
      return octets === null
        ? wrong(words.noHex)
        : read(`${hardwareAddressText(octets)} · ${words.octets(octets.length)}`);
    }
    case "address":
      return isIpv4(text) ? null : wrong(words.noAddress);
    case "octets": {
      const { octets, isHex } = meantOctets(text);
      return read(isHex ? words.octets(octets.length) : words.asText(octets.length));
    }
    case "bits":
      return readBits(text, facts.labels) ? null : wrong(words.noBits);
    case "date":
      return readDate(text) ? null : wrong(words.noDate);
    default:
      return null;
  }
}

function isIpv4(text: string): boolean {
  const parts = text.trim().split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
}
