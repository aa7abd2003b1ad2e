import { whenLeft } from "../api/session";
import { createStore } from "./external-store";

/** Which notification is looked at, wherever it was chosen; it stays open while other pages are visited. */
export const openedNotification = createStore<number | null>(null);

whenLeft(() => openedNotification.set(null));
