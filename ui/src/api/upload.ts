import { authorization } from "./http";
import { Problem } from "./problem";
import { endSession, session } from "./session";

export interface SendOptions {
  /** Bytes on their way: from 0 to 1, where they have all left. */
  onSent?: (part: number) => void;
  signal?: AbortSignal;
}

/** Files as a multipart form. Only XMLHttpRequest tells how much of a body has left; failures are Problems all the same. */
export function sendFiles<Reply>(path: string, files: readonly File[], options: SendOptions = {}): Promise<Reply> {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  const usedToken = session.get().token;
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest();
    sender.open("POST", path);
    for (const [name, value] of Object.entries(authorization())) sender.setRequestHeader(name, value);
    sender.upload.onprogress = ({ loaded, total }) => options.onSent?.(total > 0 ? loaded / total : 0);
    sender.upload.onload = () => options.onSent?.(1);
    sender.onload = () => {
      const body = parsed(sender.responseText);
      if (sender.status >= 200 && sender.status < 300) resolve(body as Reply);
      else {
        if (sender.status === 401 && usedToken !== null && usedToken === session.get().token) endSession();
        reject(Problem.fromBody(sender.status, body));
      }
    };
    sender.onerror = () => reject(Problem.from(new TypeError("network")));
    sender.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    options.signal?.addEventListener("abort", () => sender.abort());
    sender.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
