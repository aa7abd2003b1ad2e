import { UnstyledButton } from "@mantine/core";
import { texts } from "../../texts";
import { Icon } from "../icon";
import { commandKey } from "../keyboard";
import { AccountMenu } from "./account-menu";
import { AppearanceMenu } from "./appearance-menu";
import { Connection } from "./connection";
import type { Overlay } from "./frame";
import classes from "./top-bar.module.css";

export function TopBar({ title, onOpen }: { title: string; onOpen: (overlay: Overlay) => void }) {
  return (
    <header className={classes.bar}>
      <h1 className={classes.title}>{title}</h1>
      <div className={classes.spacer} />
      <UnstyledButton className={classes.palette} onClick={() => onOpen("palette")} title={texts.frame.openPalette}>
        <Icon name="search" size={14} />
        <span className={classes.paletteText}>{texts.frame.goTo}</span>
        <kbd className={classes.key}>{commandKey === "⌘" ? "⌘K" : "Ctrl K"}</kbd>
      </UnstyledButton>
      <Connection />
      <AppearanceMenu />
      <AccountMenu onOpen={onOpen} />
    </header>
  );
}
