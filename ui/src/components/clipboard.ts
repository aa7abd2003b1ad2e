import { Problem } from "../api/problem";
import { texts } from "../texts";
import { tellFailed } from "./toasts/toasts";

/** Copies text, also where the page is served without TLS and the clipboard interface is therefore missing; tells of a failure. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused, for example because the page has no focus: the older way may still work.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "visually-hidden";
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  const { copyFailed, copyFailedHelp } = texts.toasts;
  if (!isCopied) tellFailed(copyFailed, new Problem(0, "copy_refused", copyFailed, copyFailedHelp));
  return isCopied;
}
