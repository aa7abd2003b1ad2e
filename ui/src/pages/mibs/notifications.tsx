import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { allNotifications } from "../../api/calls";
import type { TrapDescription } from "../../api/generated";
import { keys } from "../../api/queries";
import { ActButton } from "../../components/act-button";
import { useDraft } from "../../components/forms/draft";
import { useHotkey } from "../../components/keyboard";
import { Facts } from "../../components/panel";
import { SidePane } from "../../components/side-pane";
import { EmptyState } from "../../components/states";
import type { Column } from "../../components/table/column";
import { useRowFilter } from "../../components/table/filter";
import { SearchedList } from "../../components/table/searched-list";
import { useSorted } from "../../components/table/sorting";
import { formatCount } from "../../components/values/format";
import { reflowed } from "../../components/values/prose";
import { navigate } from "../../hash-location";
import { texts } from "../../texts";
import { formatPlace as formatTrapPlace } from "../traps/place";
import { firstDraft, type SenderDraft, typeOfMib } from "../traps/sender/draft";
import classes from "./mibs.module.css";
import { severityHint } from "./severity";

const words = texts.mibNotifications;
const keyOf = (row: TrapDescription) => row.full_name;
const objectsOf = (row: TrapDescription) => row.objects.map((one) => one.name).join(", ");

const columns: readonly Column<TrapDescription>[] = [
  {
    id: "name",
    header: words.columns.name,
    size: 200,
    text: (row) => row.name,
    sortBy: (row) => row.name,
    isMono: true,
  },
  {
    id: "module",
    header: words.columns.module,
    size: 180,
    text: (row) => row.module,
    sortBy: (row) => row.module,
    hideBelow_px: 480,
  },
  { id: "objects", header: words.columns.objects, size: 160, grows: true, text: objectsOf, hideBelow_px: 700 },
  {
    id: "severity",
    header: words.columns.severity,
    size: 96,
    text: (row) => severityHint(row.description),
    sortBy: (row) => severityHint(row.description),
    hideBelow_px: 620,
  },
  { id: "status", header: words.columns.status, size: 90, text: (row) => row.status, hideBelow_px: 820 },
  { id: "oid", header: words.columns.oid, size: 200, text: (row) => row.oid, isMono: true, hideBelow_px: 960 },
];

/** What the loaded MIBs can tell of: search it, read it, send it. */
export function Notifications() {
  const asked = useQuery({ queryKey: keys.notifications, queryFn: allNotifications });
  const [typed, setTyped] = useState("");
  const [openName, setOpenName] = useState<string | null>(null);
  const all = asked.data ?? [];
  const { rows, sorting } = useSorted(columns, useRowFilter(columns, all, typed), "name");
  const open = openName === null ? null : (all.find((row) => row.full_name === openName) ?? null);
  const close = useCallback(() => {
    setOpenName(null);
    return true;
  }, []);
  useHotkey("Escape", openName === null ? null : close);
  return (
    <div className={classes.split}>
      <SearchedList
        id="mib-notifications"
        name="mib-notifications"
        label={words.list}
        search={{
          value: typed,
          onChange: setTyped,
          shown: rows.length,
          total: all.length,
          countLabel: words.count(formatCount(all.length)),
        }}
        asked={asked}
        failed={words.loadFailed}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        openKey={openName}
        onOpen={(row) => setOpenName(row.full_name)}
        onBack={openName === null ? undefined : close}
        sorting={sorting}
        hasHidden={all.length > 0}
        empty={<EmptyState title={words.empty} help={texts.mibs.dropHelp} />}
      />
      {open ? <Detail row={open} onClose={close} /> : null}
    </div>
  );
}

function Detail({ row, onClose }: { row: TrapDescription; onClose: () => void }) {
  const [, changeSender] = useDraft<SenderDraft>("sender", firstDraft);
  const sendThis = () => {
    const varbinds = row.objects.map((one, index) => ({
      key: index + 1,
      oid: one.full_name,
      type: typeOfMib,
      value: "",
    }));
    changeSender({ oid: row.full_name, varbinds });
    navigate(formatTrapPlace({ tab: "send", oid: row.full_name }));
  };
  const { columns: names } = words;
  return (
    <SidePane
      label={words.detail}
      title={row.full_name}
      actions={
        <ActButton id="mib-send" size="compact-sm" onClick={sendThis}>
          {words.send}
        </ActButton>
      }
      closeLabel={texts.mibs.closeDetail}
      onClose={onClose}
    >
      <div className={classes.panel}>
        <Facts
          facts={[
            [
              names.oid,
              <span key="oid" className="mono">
                {row.oid}
              </span>,
            ],
            [names.status, row.status],
            [names.severity, severityHint(row.description)],
          ]}
        />
        <p className={classes.prose}>{reflowed(row.description)}</p>
        <section className={classes.part}>
          <h3>{words.objects}</h3>
          {row.objects.length === 0 ? <p className={classes.quiet}>{words.noObjects}</p> : null}
          {row.objects.map((one) => (
            <div key={one.full_name} className={classes.revision}>
              <p className="mono">
                {one.full_name} <span className={classes.quiet}>{one.syntax}</span>
              </p>
              <p className={classes.prose}>{reflowed(one.description)}</p>
            </div>
          ))}
        </section>
      </div>
    </SidePane>
  );
}
