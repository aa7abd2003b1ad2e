import { type ReactNode, useEffect, useState } from "react";
import type { Page } from "../../pages";
import { texts } from "../../texts";
import { useHotkey, useKeySequence } from "../keyboard";
import { Toasts } from "../toasts";
import { UnsavedQuestion } from "../unsaved/question";
import classes from "./frame.module.css";
import { LostBar } from "./lost-bar";
import { NoticeBar } from "./notice-bar";
import { Palette, usePaletteKey } from "./palette";
import { ShortcutSheet } from "./shortcut-sheet";
import { Sidebar } from "./sidebar";
import { StatusLine } from "./status-line";
import { TopBar } from "./top-bar";
import { UnknownPlace } from "./unknown-place";
import { useGoTo } from "./use-go-to";

export type Overlay = "palette" | "shortcuts" | null;

/** What surrounds every page: where one can go, where one is, and whether what is shown is live. */
export function Frame({ page, children }: { page: Page; children: ReactNode }) {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const goTo = useGoTo();
  const close = () => setOverlay(null);
  usePaletteKey(() => setOverlay((open) => (open === "palette" ? null : "palette")));
  useHotkey("?", () => setOverlay("shortcuts"));
  useKeySequence("g", goTo);

  useEffect(() => {
    document.title = `${page.title} · ${texts.words.product}`;
  }, [page.title]);

  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} onClick={skipToPage}>
        {texts.frame.skip}
      </button>
      <Sidebar current={page.id} />
      <TopBar title={page.title} onOpen={setOverlay} />
      <main className={classes.main} id="page" tabIndex={-1}>
        <LostBar />
        <NoticeBar />
        <UnknownPlace onPalette={() => setOverlay("palette")} />
        <div className={classes.page}>{children}</div>
      </main>
      <StatusLine />
      <Palette isOpen={overlay === "palette"} onClose={close} onOpen={setOverlay} />
      <Toasts />
      <UnsavedQuestion />
      <ShortcutSheet isOpen={overlay === "shortcuts"} onClose={close} />
    </div>
  );
}

/** A button, because the hash names a page and the usual jump link would leave this one. */
function skipToPage(): void {
  document.getElementById("page")?.focus();
}
