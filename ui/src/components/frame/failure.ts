import { whenLeft } from "../../api/session";
import { createStore } from "../../live/external-store";

/** What was asked for from outside any page, by the palette, and did not work. */
export interface Failure {
  title: string;
  cause: unknown;
}

export const failure = createStore<Failure | null>(null);

whenLeft(() => failure.set(null));
