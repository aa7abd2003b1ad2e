import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { Problem } from "../../api/problem";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { useHotkey } from "../keyboard";
import { Notice, ProblemText } from "../states";
import { ToolButton } from "../tool-button";
import { dismiss, type Toast, toasts } from "./toasts";
import classes from "./toasts.module.css";

const words = texts.toasts;
const SHOWN_MS = 8_000;
const AREA = "toasts";

/** The messages, newest below; one that is looked at or has the focus does not go. `m` leads to the newest. */
export function Toasts() {
  const shown = useStore(toasts, (state) => state);
  const [isHeld, setHeld] = useState(false);
  useHotkey("m", shown.length > 0 ? enterNewest : null);
  return (
    <section
      id={AREA}
      className={classes.area}
      aria-label={words.title}
      aria-live="polite"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown.map((toast) => (
        <Message key={toast.id} toast={toast} isHeld={isHeld} />
      ))}
    </section>
  );
}

function enterNewest(): void {
  document.querySelector<HTMLElement>(`#${AREA} > :last-child button`)?.focus();
}

function Message({ toast, isHeld }: { toast: Toast; isHeld: boolean }) {
  const { id, title, cause, act } = toast;
  const isStaying = isHeld || cause !== null;
  useEffect(() => {
    if (isStaying) return undefined;
    const timer = setTimeout(() => dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, isStaying]);
  const run = () => {
    dismiss(id);
    act?.run();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the message whose button has the focus.
    <div
      className={classes.toast}
      onKeyDown={(event) => {
        if (event.key === "Escape") dismiss(id);
      }}
    >
      <Notice
        kind={cause === null ? "success" : "error"}
        title={title}
        action={
          <span className={classes.acts}>
            {act ? (
              <Button variant="default" size="compact-sm" onClick={run}>
                {act.label}
              </Button>
            ) : null}
            <ToolButton icon="close" label={texts.words.close} isBare onClick={() => dismiss(id)} />
          </span>
        }
      >
        {cause === null ? null : <ProblemText problem={Problem.from(cause)} />}
      </Notice>
    </div>
  );
}
