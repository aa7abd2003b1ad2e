import { whenLeft } from "../../../api/session";
import { createStore } from "../../../live/external-store";

/** Which row of the library is looked at: a module, or a file in which none was found. */
export const openedMib = createStore<string | null>(null);

whenLeft(() => openedMib.set(null));
