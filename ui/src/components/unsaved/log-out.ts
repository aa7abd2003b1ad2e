import { logOut } from "../../live/lifecycle";
import { askBeforeLosing } from "./edits";

/** Logs out; what was typed anywhere and is not saved goes with the session, so that is asked about first. */
export const askToLogOut = () => askBeforeLosing(null, () => void logOut());
