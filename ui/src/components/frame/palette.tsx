import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useLocation } from "wouter";
import { texts } from "../../texts";
import { Dialog } from "../dialog";
import { Icon } from "../icon";
import { formatCount } from "../values/format";
import { type Command, listCommands, useCommands } from "./commands";
import { useFoundCommands } from "./found-commands";
import type { Overlay } from "./frame";
import classes from "./palette.module.css";

/** ⌘K or Ctrl+K, from everywhere, also while typing. */
export function usePaletteKey(toggle: () => void): void {
  const latest = useRef(toggle);
  useEffect(() => {
    latest.current = toggle;
  });
  useEffect(() => {
    const handleKey = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener("keydown", handleKey);
    return () => document.removeEventListener("keydown", handleKey);
  }, []);
}

interface PaletteProps {
  isOpen: boolean;
  onClose: () => void;
  onOpen: (overlay: Overlay) => void;
}

export function Palette({ isOpen, onClose, onOpen }: PaletteProps) {
  return (
    <Dialog label={texts.palette.title} size_px={520} isOpen={isOpen} onClose={onClose}>
      <PaletteBody onClose={onClose} onOpen={onOpen} />
    </Dialog>
  );
}

function PaletteBody({ onClose, onOpen }: Omit<PaletteProps, "isOpen">) {
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const [, navigate] = useLocation();
  const { listed: commands, more } = listCommands(useCommands(onOpen), useFoundCommands(navigate), typed);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const handleKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((index) => (index + step + commands.length) % Math.max(1, commands.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(commands[active]);
    }
  };

  return (
    <>
      <div className={classes.search}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to be typed into, and the first key must not be lost.
          autoFocus
          data-autofocus
          className={classes.input}
          placeholder={texts.palette.placeholder}
          aria-label={texts.palette.placeholder}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={commands[active] ? `${listId}-${commands[active].id}` : undefined}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={handleKey}
        />
      </div>
      <div className={classes.list} role="listbox" id={listId} aria-label={texts.palette.title}>
        {commands.length === 0 ? <p className={classes.nothing}>{texts.palette.nothing}</p> : null}
        {commands.map((command, index) => (
          <PaletteItem
            key={command.id}
            id={`${listId}-${command.id}`}
            command={command}
            heading={command.group === commands[index - 1]?.group || typed !== "" ? null : command.group}
            isActive={index === active}
            onPoint={() => setActive(index)}
            onRun={() => run(command)}
          />
        ))}
        {more > 0 ? <p className={classes.nothing}>{texts.palette.more(formatCount(more))}</p> : null}
      </div>
    </>
  );
}

interface PaletteItemProps {
  id: string;
  command: Command;
  heading: string | null;
  isActive: boolean;
  onPoint: () => void;
  onRun: () => void;
}

function PaletteItem({ id, command, heading, isActive, onPoint, onRun }: PaletteItemProps) {
  const item = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isActive) item.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    <>
      {heading ? <p className={classes.heading}>{heading}</p> : null}
      <button
        ref={item}
        id={id}
        type="button"
        role="option"
        aria-selected={isActive}
        tabIndex={-1}
        className={classes.item}
        onPointerMove={onPoint}
        onClick={onRun}
      >
        <Icon name={command.icon} />
        <span className={classes.label}>{command.label}</span>
        {command.keys ? <kbd className={classes.keys}>{command.keys}</kbd> : null}
      </button>
    </>
  );
}
