import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./tabbed-page.module.css";

interface TabbedPageProps<Tab extends string> {
  /** Of the bar with the tabs. */
  id: string;
  label: string;
  tabs: readonly { value: Tab; label: string }[];
  chosen: Tab;
  onChoose: (tab: Tab) => void;
  /** Beside the tabs: what is done whichever is chosen. */
  actions?: ReactNode;
  /** Where there is little room the whole page scrolls, not only its parts. */
  isLong?: boolean;
  children: ReactNode;
}

/** A page of several parts, of which one is seen. */
export function TabbedPage<Tab extends string>(props: TabbedPageProps<Tab>) {
  const { id, label, tabs, chosen, onChoose, actions, isLong, children } = props;
  const bar = useRef<HTMLDivElement>(null);
  // Where the row of tabs is wider than the page, the chosen one is seen.
  useEffect(() => {
    const tab = bar.current?.querySelector(`input[value="${chosen}"] + label`);
    tab?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [chosen]);
  return (
    <div className={classes.page} data-long={isLong || undefined}>
      <div ref={bar} id={id} className={classes.bar}>
        <SegmentedControl
          aria-label={label}
          size="sm"
          value={chosen}
          onChange={onChoose}
          data={[...tabs]}
          classNames={{ root: classes.tabs ?? "" }}
          withItemsBorders={false}
        />
        {actions}
      </div>
      {children}
    </div>
  );
}
