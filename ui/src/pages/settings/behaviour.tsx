import { useQuery } from "@tanstack/react-query";
import { serverCalls } from "../../api/calls";
import { keys } from "../../api/queries";
import { Panel } from "../../components/panel";
import { LoadingState, ProblemNotice } from "../../components/states";
import { texts } from "../../texts";
import { BehaviourForm } from "./behaviour-form";

const words = texts.settings;

/** Without the saved settings there is no form, so that a failed load can never save defaults over them. */
export function BehaviourPanel() {
  const asked = useQuery({ queryKey: keys.settings, queryFn: serverCalls.settings });
  return (
    <Panel title={words.behaviour}>
      {asked.isSuccess ? (
        <BehaviourForm saved={asked.data} />
      ) : asked.isError ? (
        <ProblemNotice title={words.loadFailed} cause={asked.error} onRetry={() => void asked.refetch()} />
      ) : (
        <LoadingState />
      )}
    </Panel>
  );
}
