import type { ReactNode } from "react";
import { AboutPanels } from "./about";
import { Account } from "./account";
import { AddressesPanel } from "./addresses-form";
import { BehaviourPanel } from "./behaviour-form";
import { CredentialsPanel } from "./credentials";
import { SettingsNav } from "./nav";
import { nowhere, type SettingsTab, usePlace } from "./place";
import { PolicyPanel } from "./policy-form";
import classes from "./settings.module.css";
import { SourcesPanel } from "./sources-form";
import { StatisticsPanels } from "./statistics";

const parts: Record<SettingsTab, () => ReactNode> = {
  account: Account,
  credentials: CredentialsPanel,
  addresses: AddressesPanel,
  notifications: PolicyPanel,
  sources: SourcesPanel,
  behaviour: BehaviourPanel,
  statistics: StatisticsPanels,
  about: AboutPanels,
};

/** What is decided about this workbench, by whom it may be used, and how it does. */
export default function Settings() {
  const [{ tab }, go] = usePlace();
  const Part = parts[tab];
  return (
    <div className={classes.page}>
      <SettingsNav chosen={tab} onChoose={(next) => go({ ...nowhere, tab: next })} />
      <div key={tab} id={`settings-${tab}`} className={classes.part}>
        <Part />
      </div>
    </div>
  );
}
