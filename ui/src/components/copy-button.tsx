import { UnstyledButton } from "@mantine/core";
import { type MouseEvent, useEffect, useState } from "react";
import { texts } from "../texts";
import { copyText } from "./clipboard";
import classes from "./copy-button.module.css";
import { Icon } from "./icon";

const SHOWN_MS = 1200;

export function useCopied(): [boolean, (text: string) => void] {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return [isCopied, (text) => void copyText(text).then(setCopied)];
}

interface CopyButtonProps {
  /** A function where making the text costs something. */
  text: string | (() => string);
  label?: string;
  /** Shows the label beside the icon. */
  isWordy?: boolean;
}

/** The one copy button: says in place that it worked, and tells a screen reader. */
export function CopyButton({ text, label = texts.words.copy, isWordy = false }: CopyButtonProps) {
  const [isCopied, copy] = useCopied();
  const handleClick = (event: MouseEvent) => {
    event.stopPropagation();
    copy(typeof text === "function" ? text() : text);
  };
  return (
    <UnstyledButton className={classes.button} data-copied={isCopied || undefined} onClick={handleClick} title={label}>
      <Icon name={isCopied ? "check" : "copy"} size={14} />
      {isWordy ? (
        <span className={classes.label}>{isCopied ? texts.words.copied : label}</span>
      ) : (
        <span className="visually-hidden">{label}</span>
      )}
      <span className="visually-hidden" role="status">
        {isCopied ? texts.words.copied : ""}
      </span>
    </UnstyledButton>
  );
}

/** A line for a shell, all of it visible, with its copy button. */
export function CommandLine({ command }: { command: string }) {
  return (
    <div className={classes.command}>
      <code>{command}</code>
      <CopyButton text={command} />
    </div>
  );
}
