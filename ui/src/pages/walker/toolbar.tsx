import { Menu, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import type { ShownVarBind } from "../../api/generated";
import { saveFile } from "../../components/save-file";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { texts } from "../../texts";
import { Arrivals } from "../simulator/agents/arrivals";
import { fileName, rowsAsCsv, rowsAsJson, rowsAsText } from "./export";
import { type ResultView, resultViews } from "./place";
import type { WalkRun } from "./run";
import { recordingName, rowsAsRecording } from "./snmprec";
import classes from "./walker.module.css";

const words = texts.walker;
const views = resultViews.map((value) => ({ value, label: words.views[value] }));

interface ToolbarProps {
  run: WalkRun;
  view: ResultView;
  onView: (view: ResultView) => void;
  /** The rows that the filter lets through. */
  shown: readonly ShownVarBind[];
}

/** How the rows are looked at, and what they can become. */
export function Toolbar({ run, view, onView, shown }: ToolbarProps) {
  return (
    <>
      <SegmentedControl
        aria-label={words.view}
        size="xs"
        value={view}
        data={views}
        onChange={onView}
        classNames={{ root: classes.viewChoice ?? "" }}
      />
      <Simulate run={run} shown={shown} />
      <ExportMenu run={run} shown={shown} />
    </>
  );
}

type RowsProps = Pick<ToolbarProps, "run" | "shown">;

/** An agent that answers what this device answered. */
function Simulate({ run, shown }: RowsProps) {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [, navigate] = useLocation();
  const arrive = () => setFiles([new File([rowsAsRecording(shown)], recordingName(run.request?.target ?? ""))]);
  return (
    <>
      <ToolButton
        least="operator"
        id="walk-simulate"
        icon="simulator"
        label={words.simulate}
        title={words.simulateHelp}
        reason={
          run.phase === "running" ? words.runningStill : shown.length === 0 ? texts.words.nothingThere : undefined
        }
        onClick={arrive}
      />
      {files.length > 0 ? (
        <Arrivals
          files={files}
          onClose={() => setFiles([])}
          onOpen={(agent) => navigate(`/simulator?agent=${encodeURIComponent(agent)}`)}
        />
      ) : null}
    </>
  );
}

function ExportMenu({ run, shown }: RowsProps) {
  const isFiltered = shown.length !== run.rows.length;
  const what = (isFiltered ? words.exportFiltered : words.exportAll)(formatCount(shown.length));
  const kinds = [
    [words.exportJson, "json", "application/json", () => rowsAsJson(shown, run.request)],
    [words.exportCsv, "csv", "text/csv", () => rowsAsCsv(shown)],
    [words.exportRecording, "snmprec", "text/plain", () => rowsAsRecording(shown)],
    [words.exportText, "txt", "text/plain", () => rowsAsText(shown)],
  ] as const;
  return (
    <Menu position="bottom-end" offset={4} disabled={shown.length === 0}>
      <Menu.Target>
        <ToolButton
          icon="download"
          label={words.export}
          reason={shown.length === 0 ? texts.words.nothingThere : undefined}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{what}</Menu.Label>
        {kinds.map(([label, extension, type, make]) => (
          <Menu.Item
            key={extension}
            onClick={() => saveFile(fileName(run.request, extension), new Blob([make()], { type }))}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
