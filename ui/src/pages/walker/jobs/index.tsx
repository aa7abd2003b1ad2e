import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WalkJob } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { jobCalls } from "../../../api/walks";
import { EmptyState } from "../../../components/states";
import { useRowFilter } from "../../../components/table/filter";
import { SearchedList } from "../../../components/table/searched-list";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import classes from "../kept/kept.module.css";
import { nowhere, usePlace } from "../place";
import { jobColumns } from "./columns";
import { JobDetail } from "./detail";
import { JobForm } from "./form";

const words = texts.jobs;
const keyOf = (job: WalkJob) => job.id;

/** Walks and polls that the server makes by itself. */
export function Jobs() {
  const [{ job }, go] = usePlace();
  const [typed, setTyped] = useState("");
  const [form, setForm] = useState<{ job: WalkJob | null } | null>(null);
  const asked = useQuery({ queryKey: keys.walkJobs, queryFn: jobCalls.all, refetchOnMount: "always" });
  const jobs = asked.data?.jobs ?? [];
  const shown = useRowFilter(jobColumns, jobs, typed);
  const open = jobs.find(({ id }) => id === job) ?? null;
  const close = () => {
    go({ job: nowhere.job });
    return true;
  };
  return (
    <div className={classes.page} data-open={open !== null || undefined}>
      <SearchedList
        id="job-table"
        name="walk-jobs"
        label={words.title}
        search={{
          value: typed,
          onChange: setTyped,
          shown: shown.length,
          total: jobs.length,
          countLabel: words.count(formatCount(jobs.length), jobs.length === 1),
        }}
        tools={
          <ToolButton
            id="job-add"
            icon="plus"
            label={words.add}
            isWordy
            least="operator"
            onClick={() => setForm({ job: null })}
          />
        }
        asked={asked}
        failed={words.loadFailed}
        columns={jobColumns}
        rows={shown}
        keyOf={keyOf}
        hasTail={false}
        openKey={open?.id ?? null}
        onOpen={({ id }) => go({ job: id })}
        onBack={open ? close : undefined}
        hasHidden={jobs.length > 0}
        empty={<EmptyState title={words.empty} help={words.emptyHelp} />}
      />
      {open ? <JobDetail key={open.id} job={open} onEdit={() => setForm({ job: open })} onClose={close} /> : null}
      {form ? <JobForm job={form.job} onClose={() => setForm(null)} onSaved={({ id }) => go({ job: id })} /> : null}
    </div>
  );
}
