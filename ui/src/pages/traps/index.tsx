import { SegmentedControl } from "@mantine/core";
import { useEffect } from "react";
import { Drops } from "../../components/drops";
import { useDraft } from "../../components/forms/draft";
import { watchNotifications } from "../../live/unread";
import { texts } from "../../texts";
import { Received } from "./received";
import { ReceiverControl } from "./receiver-control";
import { ReceiverEngine } from "./receiver-engine";
import { Sender } from "./sender";
import classes from "./traps.module.css";

const tabs = [
  { value: "received", label: texts.traps.received },
  { value: "send", label: texts.traps.send },
  { value: "drops", label: texts.drops.title },
] as const;

/** Notifications: what arrived, and sending some. */
export default function Traps() {
  const [{ tab }, change] = useDraft<{ tab: string }>("traps-tab", { tab: "received" });
  useEffect(() => {
    watchNotifications(true);
    return () => watchNotifications(false);
  }, []);
  return (
    <div className={classes.page}>
      <div className={classes.bar}>
        <SegmentedControl
          size="sm"
          value={tab}
          onChange={(next) => change({ tab: next })}
          data={[...tabs]}
          classNames={{ root: classes.tabs ?? "" }}
          withItemsBorders={false}
          aria-label={texts.frame.pages.traps}
        />
        <ReceiverControl />
      </div>
      {tab === "send" ? (
        <Sender />
      ) : tab === "drops" ? (
        <div className={classes.drops}>
          <ReceiverEngine />
          <Drops area="traps" />
        </div>
      ) : (
        <Received />
      )}
    </div>
  );
}
