import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { serverCalls } from "../../api/calls";
import { keys, queryClient } from "../../api/queries";
import { liveSocket, liveStore } from "../../live";
import { goesOn, INTERVAL_S, type Traffic, trafficOf, withPoint } from "./traffic";

const askTraffic = async () => trafficOf(await serverCalls.rates(), Date.now() / 1000);

/** The last 15 minutes: asked for once, then made of the counters that are pushed. */
export function useTraffic() {
  const asked = useQuery({ queryKey: keys.rates, queryFn: askTraffic, refetchOnMount: "always" });
  const { isSuccess } = asked;
  useEffect(() => {
    if (!isSuccess) return undefined;
    const timer = setInterval(addPoint, INTERVAL_S * 1000);
    return () => clearInterval(timer);
  }, [isSuccess]);
  return asked;
}

function addPoint(): void {
  const traffic = queryClient.getQueryData<Traffic>(keys.rates);
  // After a reconnect all of it is asked again.
  if (!traffic || liveSocket.state.get().phase !== "online") return;
  const now_ms = Date.now();
  if (!goesOn(traffic, now_ms / 1000)) {
    void queryClient.invalidateQueries({ queryKey: keys.rates });
    return;
  }
  const requests = liveStore.requestRate.rate(now_ms, INTERVAL_S * 1000);
  const notifications = liveStore.notificationRate.rate(now_ms, INTERVAL_S * 1000);
  queryClient.setQueryData(keys.rates, withPoint(traffic, now_ms / 1000, requests, notifications));
}
