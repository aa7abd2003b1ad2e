import { useEffect, useState } from "react";
import { useStore } from "./external-store";
import { LiveSocket, type SocketState } from "./socket";
import { createLiveStore, type LiveState, readCounter } from "./store";

/** The page's one socket and one store. */
export const liveSocket = new LiveSocket();
export const liveStore = createLiveStore();

declare global {
  interface Window {
    WsClient: { connect(token: string): void; disconnect(): void; isConnected(): boolean };
  }
}

/** The published way to the socket (contract §5), for scripts and for tests. */
export function publishSocket(): void {
  window.WsClient = {
    connect: (token) => liveSocket.connect(token),
    disconnect: () => void liveSocket.disconnect(),
    isConnected: () => liveSocket.isConnected(),
  };
}

export function useLive<Part>(select: (state: LiveState) => Part): Part {
  return useStore(liveStore.state, select);
}

export function useSocket(): SocketState {
  return useStore(liveSocket.state, (state) => state);
}

export function useCounter(module: string, name: string): number {
  return useLive((state) => readCounter(state.stats, module, name));
}

/** The present moment, renewed every `interval_ms`, for ages and rates. */
export function useNow(interval_ms = 1000): number {
  const [now_ms, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval_ms);
    return () => clearInterval(timer);
  }, [interval_ms]);
  return now_ms;
}
