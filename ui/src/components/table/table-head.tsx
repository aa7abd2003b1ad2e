import { Menu, UnstyledButton } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { texts } from "../../texts";
import { Icon } from "../icon";
import type { Column, ColumnLayout } from "./column";
import type { Sorting } from "./sorting";
import classes from "./virtual-table.module.css";

const RESIZE_STEP_PX = 16;
const directionSigns = { ascending: "↑", descending: "↓" } as const;

interface TableHeadProps<Row> {
  layout: ColumnLayout<Row>;
  sorting: Sorting | undefined;
}

export function TableHead<Row>({ layout, sorting }: TableHeadProps<Row>) {
  return (
    <div className={classes.head} role="rowgroup">
      <div className={classes.headRow} role="row" aria-rowindex={1} tabIndex={-1}>
        {layout.visible.map((column) => (
          <HeadCell key={column.id} column={column} layout={layout} sorting={column.sortBy ? sorting : undefined} />
        ))}
      </div>
    </div>
  );
}

interface HeadCellProps<Row> extends TableHeadProps<Row> {
  column: Column<Row>;
}

function HeadCell<Row>({ column, layout, sorting }: HeadCellProps<Row>) {
  const start = layout.startResize(column.id);
  const handleKey = (event: KeyboardEvent) => {
    const by_px = { ArrowLeft: -RESIZE_STEP_PX, ArrowRight: RESIZE_STEP_PX }[event.key];
    if (by_px === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    layout.widen(column.id, by_px);
  };
  return (
    <div
      className={classes.headCell}
      role="columnheader"
      tabIndex={-1}
      aria-sort={sorting?.column === column.id ? sorting.direction : undefined}
      data-numeric={column.isNumeric || undefined}
    >
      {sorting ? (
        <UnstyledButton className={classes.sorter} onClick={() => sorting.toggle(column.id)}>
          <span className={classes.text}>{column.header}</span>
          {sorting.column === column.id ? <span aria-hidden="true">{directionSigns[sorting.direction]}</span> : null}
        </UnstyledButton>
      ) : (
        <span className={classes.text}>{column.header}</span>
      )}
      <button
        type="button"
        className={classes.resizer}
        aria-label={texts.table.resize(column.header)}
        onMouseDown={start}
        onTouchStart={start}
        onKeyDown={handleKey}
      />
    </div>
  );
}

/** Above the head and beside the grid, which may hold nothing but rows. */
export function ColumnChooser<Row>({ layout }: { layout: ColumnLayout<Row> }) {
  return (
    <div className={classes.chooser}>
      <Menu position="bottom-end" closeOnItemClick={false} offset={2}>
        <Menu.Target>
          <UnstyledButton
            className={classes.chooserButton}
            aria-label={texts.table.chooseColumns}
            title={texts.table.chooseColumns}
          >
            <Icon name="columns" size={14} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {layout.choices.map((choice) => (
            <Menu.Item
              key={choice.id}
              role="menuitemcheckbox"
              aria-checked={choice.isShown}
              leftSection={
                <span className={classes.tick}>{choice.isShown ? <Icon name="check" size={14} /> : null}</span>
              }
              onClick={choice.toggle}
            >
              {choice.header}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={layout.reset}>{texts.table.resetColumns}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
