import { Problem, problemOf } from "./problem";
import { endSession, session } from "./session";

export interface RequestOptions {
  body?: unknown;
  /** A body that is JSON already, sent as it was typed. */
  json?: string;
  /** A list is given as its name again and again; what is null is left out. */
  query?: Record<string, string | number | readonly string[] | null | undefined>;
  signal?: AbortSignal;
  /** Of another session than the tab's; null for that of the tab. */
  token?: string | null;
}

export function authorization(token = session.get().token): Record<string, string> {
  return token ? { "X-Auth-Token": token } : {};
}

function withQuery(path: string, query: RequestOptions["query"]): string {
  const given = Object.entries(query ?? {}).filter(
    (entry): entry is [string, string | number | readonly string[]] => entry[1] !== undefined && entry[1] !== null,
  );
  if (given.length === 0) return path;
  const pairs = given.flatMap(([name, value]) =>
    typeof value === "object" ? value.map((one) => [name, one]) : [[name, String(value)]],
  );
  return `${path}?${new URLSearchParams(pairs)}`;
}

/** One request; anything but success is thrown as a Problem. A refused token ends the session of this tab. */
export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const usedToken = options.token ?? session.get().token;
  const body = options.json ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const response = await fetch(withQuery(path, options.query), {
    method,
    headers: { ...authorization(usedToken), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
    cache: "no-store",
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw Problem.from(cause);
  });
  if (response.ok) return response;
  if (response.status === 401 && usedToken !== null && usedToken === session.get().token) endSession();
  throw await problemOf(response);
}

const NO_CONTENT = 204;

export async function request<Reply>(method: string, path: string, options?: RequestOptions): Promise<Reply> {
  const response = await send(method, path, options);
  // A reply without a body is one without anything to say: 204 after a deletion.
  return (response.status === NO_CONTENT ? undefined : await response.json()) as Reply;
}
