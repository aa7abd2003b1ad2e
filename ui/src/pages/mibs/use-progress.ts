import { useEffect, useState } from "react";
import type { MibsProgressFrame } from "../../api/generated";
import { onFrame } from "../../live/frames";

/** How far the server is with a job of the library; null before it said so. */
export function useProgress(job: string): MibsProgressFrame | null {
  const [progress, setProgress] = useState<MibsProgressFrame | null>(null);
  useEffect(
    () =>
      onFrame("mib_progress", (frame) => {
        if (frame.job === job) setProgress(frame);
      }),
    [job],
  );
  return progress;
}
