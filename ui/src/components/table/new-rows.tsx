import { UnstyledButton } from "@mantine/core";
import { texts } from "../../texts";
import { Icon } from "../icon";
import { formatCount } from "../values/format";
import classes from "./virtual-table.module.css";

/** What arrived below while one reads above. */
export function NewRows({ count, onJump }: { count: number; onJump: () => void }) {
  if (count === 0) return null;
  return (
    <UnstyledButton className={classes.newRows} onClick={onJump} title={texts.table.jumpToEnd}>
      {texts.table.newRows(formatCount(count))}
      <Icon name="down" size={14} />
    </UnstyledButton>
  );
}
