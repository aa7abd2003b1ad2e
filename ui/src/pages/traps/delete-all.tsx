import { Button, Popover } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { trapCalls } from "../../api/calls";
import { ProblemNotice } from "../../components/states";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { liveStore } from "../../live";
import { storedTotal } from "../../live/refill";
import { texts } from "../../texts";
import classes from "./traps.module.css";

const words = texts.traps;

/** Asked once more, because nothing brings them back. */
export function DeleteAll({ total, onDeleted }: { total: number; onDeleted: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const deletion = useMutation({
    mutationFn: trapCalls.deleteAll,
    onSuccess: () => {
      liveStore.notifications.clear();
      storedTotal.set(0);
      setOpen(false);
      onDeleted();
    },
  });
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" offset={4} width={320} trapFocus returnFocus>
      <Popover.Target>
        <ToolButton icon="trash" label={words.deleteAll} disabled={total === 0} onClick={() => setOpen(!isOpen)} />
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.question}>
          <p>{words.deleteQuestion(formatCount(total))}</p>
          {deletion.isError ? <ProblemNotice title={words.deleteFailed} cause={deletion.error} /> : null}
          <div className={classes.answers}>
            <Button variant="default" size="compact-md" onClick={() => setOpen(false)}>
              {texts.words.cancel}
            </Button>
            <Button color="red" size="compact-md" loading={deletion.isPending} onClick={() => deletion.mutate()}>
              {words.deleteConfirm}
            </Button>
          </div>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
