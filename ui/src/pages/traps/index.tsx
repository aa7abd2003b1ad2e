import { useDeferredValue, useEffect } from "react";
import { TabbedPage } from "../../components/tabbed-page";
import { watchNotifications } from "../../live/unread";
import { texts } from "../../texts";
import { Forwarding } from "./forwarding";
import { Inboxes } from "./inboxes";
import { nowhere, type TrapTab, trapTabs, usePlace } from "./place";
import { Received } from "./received";
import { ReceiverFacts } from "./receiver";
import { ReceiverControl } from "./receiver/control";
import { Rules } from "./rules";
import { Sender } from "./sender";

const parts: Record<TrapTab, () => React.ReactNode> = {
  received: Received,
  send: Sender,
  rules: Rules,
  forwarding: Forwarding,
  inboxes: Inboxes,
  receiver: ReceiverFacts,
};
const tabs = trapTabs.map((value) => ({ value, label: texts.traps.tabs[value] }));

/** Notifications: what arrived, what is done with it, sending some, and how the receiver does. */
export default function Traps() {
  const [{ tab, q, open }, go] = usePlace();
  useEffect(() => {
    watchNotifications(true);
    return () => watchNotifications(false);
  }, []);
  // A part that is large, as the form to send, is drawn bit by bit.
  const Part = parts[useDeferredValue(tab)];
  return (
    <TabbedPage
      id="trap-tabs"
      label={texts.frame.pages.traps}
      tabs={tabs}
      chosen={tab}
      // What is searched and looked at stays while one looks at another part.
      onChoose={(next) => go({ ...nowhere, tab: next, q, open })}
      actions={<ReceiverControl />}
    >
      <Part />
    </TabbedPage>
  );
}
