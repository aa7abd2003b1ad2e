import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { KeptWalk } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { keptCalls } from "../../../api/walks";
import { ActButton } from "../../../components/act-button";
import { Dialog } from "../../../components/dialog";
import { LoadingState, ProblemNotice } from "../../../components/states";
import { formatMoment } from "../../../components/values/format";
import { texts } from "../../../texts";
import { usePlace } from "../place";
import classes from "./kept.module.css";

const words = texts.kept;
const OFFERED = 500;

/** With which other walk one is compared: those of the same device first. The older one stands before. */
export function ChooseOther({ walk, onClose }: { walk: KeptWalk; onClose: () => void }) {
  const [, go] = usePlace();
  const [chosen, setChosen] = useState<string | null>(null);
  const asked = useQuery({
    queryKey: keys.keptChoice,
    queryFn: ({ signal }) => keptCalls.page({ search: "", limit: OFFERED }, signal),
    staleTime: 0,
  });
  const others = (asked.data?.walks ?? []).filter(({ id }) => id !== walk.id);
  const groups = [
    { group: words.sameDevice, items: others.filter(({ target }) => target === walk.target) },
    { group: words.otherDevices, items: others.filter(({ target }) => target !== walk.target) },
  ].filter(({ items }) => items.length > 0);
  const compare = () => {
    const other = others.find(({ id }) => String(id) === chosen);
    if (!other) return;
    const isOlder = walk.started_at <= other.started_at;
    onClose();
    go({ kept: isOlder ? walk.id : other.id, against: isOlder ? other.id : walk.id, row: "" });
  };
  return (
    <Dialog label={words.compareTitle(walk.name)} isTitled size_px={520} isOpen onClose={onClose}>
      <div id="kept-choice" className={classes.form}>
        {asked.isPending ? <LoadingState /> : null}
        {asked.isError ? <ProblemNotice title={words.loadFailed} cause={asked.error} /> : null}
        {asked.data && others.length === 0 ? <p>{words.noOther}</p> : null}
        {others.length > 0 ? (
          <Select
            id="kept-other"
            label={words.other}
            searchable
            value={chosen}
            onChange={setChosen}
            data={groups.map(({ group, items }) => ({
              group,
              items: items.map((one) => ({
                value: String(one.id),
                label: `${one.name} · ${formatMoment(one.started_at * 1000)}`,
              })),
            }))}
          />
        ) : null}
        <div className={classes.answers}>
          <Button variant="default" onClick={onClose}>
            {texts.words.cancel}
          </Button>
          <ActButton
            id="kept-compare-start"
            least="viewer"
            reason={chosen === null ? words.chooseFirst : undefined}
            onClick={compare}
          >
            {words.compare}
          </ActButton>
        </div>
      </div>
    </Dialog>
  );
}
