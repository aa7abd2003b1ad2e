import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { allNotifications } from "../../../api/calls";
import type { TrapDescription } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { Dialog } from "../../../components/dialog";
import { LoadingState, ProblemNotice } from "../../../components/states";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "./sender.module.css";

const words = texts.sender;
const SHOWN = 200;

interface LibraryProps {
  onChoose: (notification: TrapDescription) => void;
}

/** Every notification of the loaded MIBs, searched by its name, its objects and what it says. */
export function Library({ onChoose }: LibraryProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button id="trap-library" variant="default" type="button" onClick={() => setOpen(true)}>
        {words.library}
      </Button>
      <Dialog label={words.libraryTitle} isTitled size_px={720} isOpen={isOpen} onClose={() => setOpen(false)}>
        <Choices
          onChoose={(chosen) => {
            onChoose(chosen);
            setOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}

function Choices({ onChoose }: LibraryProps) {
  const asked = useQuery({ queryKey: keys.notifications, queryFn: allNotifications });
  const [typed, setTyped] = useState("");
  const found = matching(asked.data ?? [], typed);
  return (
    <div className={classes.octets}>
      <TextInput
        id="trap-library-search"
        data-autofocus
        aria-label={words.librarySearch}
        placeholder={words.librarySearch}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {asked.isPending ? <LoadingState /> : null}
      {asked.isError ? <ProblemNotice title={words.libraryFailed} cause={asked.error} /> : null}
      {asked.data ? <p className={classes.outcomeWhat}>{words.libraryCount(formatCount(found.length))}</p> : null}
      <ul className={classes.found}>
        {found.slice(0, SHOWN).map((one) => (
          <li key={one.full_name}>
            <button type="button" className={classes.choice} onClick={() => onChoose(one)}>
              <span>{one.full_name}</span>
              <span className={classes.outcomeWhat}>{firstLine(one.description)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const firstLine = (text: string) => text.split(/\s+/).join(" ").slice(0, 160);

/** Every word must be somewhere; names that begin with what was typed come first. */
export function matching(all: readonly TrapDescription[], typed: string): readonly TrapDescription[] {
  const needles = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (needles.length === 0) return all;
  const isMeant = (one: TrapDescription) => {
    const text = [one.full_name, one.oid, one.description, ...one.objects.map(({ name }) => name)]
      .join(" ")
      .toLowerCase();
    return needles.every((needle) => text.includes(needle));
  };
  const rank = (one: TrapDescription) => (one.name.toLowerCase().startsWith(needles[0] ?? "") ? 0 : 1);
  return all.filter(isMeant).sort((one, other) => rank(one) - rank(other));
}
