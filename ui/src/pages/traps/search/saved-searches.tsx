import { Menu, Popover, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { SavedSearch } from "../../../api/generated";
import { keys, queryClient } from "../../../api/queries";
import { markCalls } from "../../../api/trap-sending";
import { ActButton } from "../../../components/act-button";
import { useRefusal } from "../../../components/role";
import { ProblemNotice } from "../../../components/states";
import { tellDone, tellFailed } from "../../../components/toasts/toasts";
import { ToolButton } from "../../../components/tool-button";
import { texts } from "../../../texts";
import classes from "./search.module.css";

const words = texts.trapSearch;
const askAgain = () => queryClient.invalidateQueries({ queryKey: keys.trapSearches });

const usual = Object.keys(words.usuals) as (keyof typeof words.usuals)[];

interface SavedSearchesProps {
  query: string;
  onChoose: (query: string) => void;
}

/** Searches that are kept for everybody: taken, kept and forgotten. */
export function SavedSearches({ query, onChoose }: SavedSearchesProps) {
  const asked = useQuery({ queryKey: keys.trapSearches, queryFn: markCalls.searches });
  const refusal = useRefusal("operator");
  const saved = asked.data?.data ?? [];
  const same = saved.find((one) => one.query === query.trim());
  // The menu is gone when the answer comes.
  const forget = async (search: SavedSearch): Promise<void> => {
    const { name } = search;
    try {
      await markCalls.forgetSearch(name);
      tellDone(texts.toasts.forgotten(name), () => markCalls.saveSearch(name, search.query).then(askAgain));
    } catch (cause) {
      tellFailed(words.forgetFailed(name), cause, () => void forget(search));
    }
    await askAgain();
  };
  return (
    <>
      <Menu position="bottom-start" offset={4}>
        <Menu.Target>
          <ToolButton icon="folder" label={words.saved} isBare />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{saved.length === 0 ? words.noneSaved : words.saved}</Menu.Label>
          {saved.map((one) => (
            <Menu.Item key={one.name} onClick={() => onChoose(one.query)}>
              {one.name} <span className={classes.meaning}>{one.query}</span>
            </Menu.Item>
          ))}
          <Menu.Label>{words.usual}</Menu.Label>
          {usual.map((one) => (
            <Menu.Item key={one} onClick={() => onChoose(one)}>
              {words.usuals[one]} <span className={classes.meaning}>{one}</span>
            </Menu.Item>
          ))}
          {same ? (
            <Menu.Item color="red" disabled={refusal !== undefined} onClick={() => void forget(same)}>
              {words.forget(same.name)} {refusal ? <span className={classes.meaning}>{refusal}</span> : null}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {query.trim() === "" || same ? null : <SaveSearch query={query.trim()} />}
    </>
  );
}

function SaveSearch({ query }: { query: string }) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const saving = useMutation({
    meta: { failed: words.saveFailed },
    mutationFn: () => markCalls.saveSearch(name.trim(), query),
    onSuccess: () => {
      setOpen(false);
      void askAgain();
    },
  });
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" offset={4} width={280} trapFocus returnFocus>
      <Popover.Target>
        <ToolButton least="operator" icon="plus" label={words.save} isBare onClick={() => setOpen(!isOpen)} />
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.form} onSubmit={handleSubmit} noValidate>
          <TextInput
            label={words.name}
            value={name}
            maxLength={64}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {saving.isError ? <ProblemNotice title={words.saveFailed} cause={saving.error} /> : null}
          <ActButton
            type="submit"
            size="compact-md"
            loading={saving.isPending}
            reason={name.trim() === "" ? texts.words.nameFirst : undefined}
          >
            {words.save}
          </ActButton>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
