import { ActButton } from "../../components/act-button";
import { ProblemNotice } from "../../components/states";
import { type ServiceName, serviceFailures, useService } from "../../services";
import { texts } from "../../texts";

/** Starts a service where it is spoken of, and says there why it could not. */
export function StartHere({ name }: { name: ServiceName }) {
  const service = useService(name);
  return (
    <>
      <ActButton
        variant="default"
        size="compact-sm"
        loading={service.isPending}
        onClick={() => service.mutate({ act: "start" })}
      >
        {texts.dashboard.start}
      </ActButton>
      {service.isError ? <ProblemNotice title={serviceFailures[name].start} cause={service.error} /> : null}
    </>
  );
}
