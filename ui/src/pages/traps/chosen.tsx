import { Menu, Popover, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TrapMarks } from "../../api/generated";
import { markCalls } from "../../api/trap-sending";
import { ActButton } from "../../components/act-button";
import { AskFirst } from "../../components/ask-first";
import { ProblemNotice } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import { Replay } from "./replay";
import searchClasses from "./search/search.module.css";
import classes from "./traps.module.css";

const words = texts.traps;

interface ChosenProps {
  ids: readonly number[];
  onNone: () => void;
}

/** What can be done with the rows that are chosen. */
export function Chosen({ ids, onNone }: ChosenProps) {
  const marking = useMutation({
    meta: { failed: words.markFailed },
    mutationFn: (marks: Omit<TrapMarks, "ids">) => markCalls.mark({ ids: [...ids], ...marks }),
  });
  const act = (marks: Omit<TrapMarks, "ids">) => () => marking.mutate(marks);
  return (
    <span id="trap-chosen" className={classes.chosen}>
      {words.chosen(formatCount(ids.length))}
      <Menu position="bottom-end" offset={4}>
        <Menu.Target>
          <ToolButton least="operator" icon="pin" label={words.mark} isBare />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={act({ pinned: true })}>{words.pin}</Menu.Item>
          <Menu.Item onClick={act({ pinned: false })}>{words.unpin}</Menu.Item>
          <Menu.Item onClick={act({ read: true })}>{words.markRead}</Menu.Item>
          <Menu.Item onClick={act({ read: false })}>{words.markUnread}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Tag onTag={(tag) => marking.mutate({ add_tags: [tag] })} />
      <Replay ids={ids} />
      <AskFirst
        target={(toggle) => (
          <ToolButton least="operator" icon="trash" label={words.deleteChosen} isBare onClick={toggle} />
        )}
        question={words.deleteChosenQuestion(formatCount(ids.length))}
        confirm={words.deleteChosen}
        failed={words.deleteFailed}
        act={() => markCalls.remove({ ids: [...ids] })}
        done={words.deleted(formatCount(ids.length), ids.length === 1)}
        onDone={onNone}
      />
      <ToolButton icon="close" label={words.chooseNone} isBare onClick={onNone} />
      {marking.isError ? <ProblemNotice title={words.markFailed} cause={marking.error} /> : null}
    </span>
  );
}

function Tag({ onTag }: { onTag: (tag: string) => void }) {
  const [isOpen, setOpen] = useState(false);
  const [tag, setTag] = useState("");
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    onTag(tag.trim());
    setOpen(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom" offset={4} width={220} trapFocus returnFocus>
      <Popover.Target>
        <ToolButton least="operator" icon="tag" label={words.tag} isBare onClick={() => setOpen(!isOpen)} />
      </Popover.Target>
      <Popover.Dropdown>
        <form className={searchClasses.form} onSubmit={handleSubmit} noValidate>
          <TextInput
            label={words.tag}
            value={tag}
            maxLength={64}
            onChange={(event) => setTag(event.currentTarget.value)}
          />
          <ActButton type="submit" size="compact-md" reason={tag.trim() === "" ? texts.words.nameFirst : undefined}>
            {words.addTag}
          </ActButton>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
