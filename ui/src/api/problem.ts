import { texts } from "../texts";
import type { Finding } from "./generated";

export interface QueryPlace {
  column: number;
  length: number;
  expected: readonly string[];
}

const UNREACHABLE = "server_unreachable";
const STOPPING = "server_stopping";

/** What a code means in the language of the page; a newer server may know more codes. */
const titles: Readonly<Record<string, string>> = texts.problems;

/** A failure in the server's own words (RFC 9457), or in ours where the server could not be reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly field: string | null = null,
    /** Every wrong field with its own sentence, where there are several. */
    readonly findings: readonly Finding[] = [],
    /** Of a query: where it is wrong, and what could stand there. */
    readonly place: QueryPlace | null = null,
  ) {
    super(detail || title);
    this.name = "Problem";
  }

  /** What had been done by then is known when the server is there again. */
  get isServerGone(): boolean {
    return this.code === UNREACHABLE || this.code === STOPPING;
  }

  /** A reply without a usable body, a broken connection, or a fault in this page. */
  static from(cause: unknown): Problem {
    if (cause instanceof Problem) return cause;
    if (cause instanceof TypeError)
      return new Problem(0, UNREACHABLE, texts.problem.unreachable, texts.problem.unreachableHelp);
    return new Problem(
      0,
      "unexpected",
      texts.problem.unexpected,
      cause instanceof Error ? cause.message : String(cause),
    );
  }

  /** The sentence about one field or something inside it, if it was found wrong. */
  about(field: string): string | undefined {
    const isMeant = (name: string | null) => name === field || (name?.startsWith(`${field}.`) ?? false);
    const found = this.findings.find((finding) => isMeant(finding.field));
    return found?.message ?? (isMeant(this.field) ? this.detail : undefined);
  }

  static fromBody(status: number, body: unknown): Problem {
    const facts = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    const text = (name: string) => (typeof facts[name] === "string" ? facts[name] : "");
    const title = titles[text("code")] || text("title") || texts.problem.status(status);
    return new Problem(
      status,
      text("code") || `http_${status}`,
      title,
      text("detail") || title,
      text("field") || null,
      findingsOf(facts.errors),
      placeOf(facts),
    );
  }
}

function placeOf({ column, length, expected }: Record<string, unknown>): QueryPlace | null {
  if (typeof column !== "number") return null;
  const words = Array.isArray(expected) ? expected.filter((one): one is string => typeof one === "string") : [];
  return { column, length: typeof length === "number" ? length : 0, expected: words };
}

function findingsOf(value: unknown): Finding[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is Finding => typeof one?.field === "string" && typeof one?.message === "string");
}

export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  return Problem.fromBody(response.status, body);
}
