import { useMutation } from "@tanstack/react-query";
import { simulatorCalls, trapCalls } from "./api/calls";
import type { SimulatorStart } from "./api/generated";
import { texts } from "./texts";

/** Starting and stopping the two services: one place for every button, card and command that does it. */
export type ServiceName = "simulator" | "receiver";
export type ServiceAct = "start" | "stop" | "restart";

export interface ServiceOrder {
  act: ServiceAct;
  with?: SimulatorStart;
}

const calls: Record<ServiceName, Record<ServiceAct, (body: SimulatorStart) => Promise<{ status: string }>>> = {
  simulator: {
    start: (body) => simulatorCalls.start(body),
    stop: () => simulatorCalls.stop(),
    restart: (body) => simulatorCalls.restart(body),
  },
  receiver: {
    start: (body) => trapCalls.start(body),
    stop: () => trapCalls.stop(),
    restart: async (body) => {
      await trapCalls.stop();
      return trapCalls.start(body);
    },
  },
};

/** What is said where an order failed. */
export const serviceFailures: Record<ServiceName, Record<ServiceAct, string>> = {
  simulator: {
    start: texts.simulator.startFailed,
    stop: texts.simulator.stopFailed,
    restart: texts.simulator.restartFailed,
  },
  receiver: { start: texts.traps.startFailed, stop: texts.traps.stopFailed, restart: texts.traps.startFailed },
};

export function useService(name: ServiceName) {
  return useMutation({
    mutationKey: ["service", name],
    meta: { failed: ({ act }: ServiceOrder) => serviceFailures[name][act] },
    mutationFn: (order: ServiceOrder) => calls[name][order.act](order.with ?? {}),
  });
}
