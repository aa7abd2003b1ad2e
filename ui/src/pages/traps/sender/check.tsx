import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { CheckedNotification } from "../../../api/generated";
import { keys } from "../../../api/queries";
import { runCalls } from "../../../api/trap-sending";
import { texts } from "../../../texts";
import { Findings } from "../lint";
import { isNamedByFields, notificationOf, type SenderDraft } from "./draft";
import classes from "./sender.module.css";

const words = texts.sender;
const PAUSE_MS = 300;

/** What the server makes of the form while one types; null where nothing is to be judged yet. */
export function useCheck(draft: SenderDraft): CheckedNotification | null {
  const [meant] = useDebouncedValue(JSON.stringify({ version: draft.version, ...notificationOf(draft) }), PAUSE_MS);
  const isNamed = isNamedByFields(draft)
    ? draft.generic !== "6" || draft.enterprise.trim() !== ""
    : draft.oid.trim() !== "";
  const asked = useQuery({
    queryKey: keys.trapCheck({ meant }),
    queryFn: ({ signal }) => runCalls.check(JSON.parse(meant), signal),
    enabled: isNamed && draft.varbinds.every(({ oid }) => oid.trim() !== ""),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
  return asked.data && isNamed ? asked.data : null;
}

/** What a receiver that knows the MIB would find odd. */
export function CheckFindings({ checked }: { checked: CheckedNotification | null }) {
  if (!checked || checked.findings.length === 0) return null;
  return (
    <section id="trap-findings" className={classes.findings} aria-label={words.findings} aria-live="polite">
      <h3>{words.findings}</h3>
      <Findings findings={checked.findings} isShown={false} />
    </section>
  );
}
