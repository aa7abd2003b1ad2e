import { DropZone } from "../../components/drop-zone";
import { Notice, Strip } from "../../components/states";
import { TabbedPage } from "../../components/tabbed-page";
import { formatHash, navigate } from "../../hash-location";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { BatchView } from "./batch";
import { batch } from "./batch/store";
import { SourceEditor } from "./editor";
import { editing, isDirty } from "./editor/store";
import { Library } from "./library";
import { LibraryActions } from "./library/actions";
import classes from "./mibs.module.css";
import { Notifications } from "./notifications";
import { formatPlace, mibTabs, useMibPlace } from "./place";

const words = texts.mibs;
const tabs = mibTabs.map((value) => ({ value, label: words[value] }));

/** The MIB library: what is in it, what is about to come into it, and the notifications it defines. */
export default function Mibs() {
  const phase = useStore(batch, (state) => state.phase);
  const { tab, edit, line } = useMibPlace();
  const view =
    phase !== "idle" ? (
      <BatchView />
    ) : edit !== "" ? (
      <SourceEditor module={edit} line={line} />
    ) : tab === "notifications" ? (
      <Notifications />
    ) : (
      <Library />
    );
  return (
    <DropZone
      className={classes.page}
      icon="mibs"
      title={words.dropHere}
      help={words.dropHelp}
      onFiles={(files) => batch.add(files)}
    >
      <TabbedPage
        id="mib-tabs"
        label={texts.frame.pages.mibs}
        tabs={tabs}
        chosen={tab}
        onChoose={(next) => navigate(formatPlace({ tab: next }))}
        actions={<LibraryActions />}
      >
        {edit === "" ? <Unsaved /> : null}
        {view}
      </TabbedPage>
    </DropZone>
  );
}

/** Edits that are not saved are not forgotten while one looks at something else. */
function Unsaved() {
  const current = useStore(editing, (state) => state);
  if (!current || !isDirty(current)) return null;
  return (
    <Strip>
      <Notice
        kind="info"
        title={texts.mibEditor.otherUnsaved(current.module)}
        action={
          <a className={classes.link} href={formatHash(formatPlace({ edit: current.module, line: 0 }))}>
            {texts.mibEditor.goOn(current.module)}
          </a>
        }
      />
    </Strip>
  );
}
