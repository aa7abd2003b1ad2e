import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { texts } from "../../../texts";
import { usePlace } from "../place";
import classes from "./details.module.css";

const words = texts.browser;

interface ViewsProps {
  details: ReactNode;
  /** Absent where no text defines what is shown. */
  source: ReactNode;
}

/** What is known, and the text that says so; which of them is seen stands in the address. */
export function Views({ details, source }: ViewsProps) {
  const [{ tab }, go] = usePlace();
  const shown = source ? tab : "details";
  return (
    <Tabs
      className={classes.views}
      value={shown}
      onChange={(next) => go({ tab: next === "source" ? "source" : "details" })}
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="details">{words.tabs.details}</Tabs.Tab>
        {source ? <Tabs.Tab value="source">{words.tabs.source}</Tabs.Tab> : null}
      </Tabs.List>
      <Tabs.Panel value="details" className={classes.panel} tabIndex={0}>
        {details}
      </Tabs.Panel>
      {source ? (
        <Tabs.Panel value="source" className={classes.sourcePanel}>
          {source}
        </Tabs.Panel>
      ) : null}
    </Tabs>
  );
}
