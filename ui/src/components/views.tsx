import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./views.module.css";

export interface View<Name extends string> {
  name: Name;
  label: ReactNode;
  content: ReactNode;
  /** The content reaches the edges, scrolls by itself and takes the keys. */
  isFlush?: boolean;
}

interface ViewsProps<Name extends string> {
  views: readonly View<Name>[];
  chosen: Name;
  onChoose: (name: Name) => void;
}

/** Several sides of one thing, of which one is seen. */
export function Views<Name extends string>({ views, chosen, onChoose }: ViewsProps<Name>) {
  return (
    <Tabs
      className={classes.views}
      value={chosen}
      onChange={(next) => onChoose(views.find(({ name }) => name === next)?.name ?? chosen)}
      keepMounted={false}
    >
      <Tabs.List>
        {views.map(({ name, label }) => (
          <Tabs.Tab key={name} value={name}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {views.map(({ name, content, isFlush }) => (
        <Tabs.Panel
          key={name}
          value={name}
          className={classes.panel}
          data-flush={isFlush || undefined}
          tabIndex={isFlush ? -1 : 0}
        >
          {content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
