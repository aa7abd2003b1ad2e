import type { ReactNode } from "react";
import { NotAllowed } from "../../components/only-for";
import { useMe } from "../../components/role";
import { LoadingState } from "../../components/states";
import { AboutPanels } from "./about";
import { Account } from "./account";
import { AddressesPanel } from "./addresses-form";
import { AuditPanel } from "./audit";
import { BackupPanels } from "./backup";
import { BehaviourPanel } from "./behaviour-form";
import { CredentialsPanel } from "./credentials";
import { SettingsNav } from "./nav";
import { isOffered, nowhere, type SettingsTab, usePlace } from "./place";
import { PolicyPanel } from "./policy-form";
import { SessionsPanel } from "./sessions";
import classes from "./settings.module.css";
import { SourcesPanel } from "./sources-form";
import { StatisticsPanels } from "./statistics";
import { TokensPanel } from "./tokens";
import { UsersPanel } from "./users";

const parts: Record<SettingsTab, () => ReactNode> = {
  account: Account,
  sessions: SessionsPanel,
  tokens: TokensPanel,
  credentials: CredentialsPanel,
  addresses: AddressesPanel,
  notifications: PolicyPanel,
  sources: SourcesPanel,
  behaviour: BehaviourPanel,
  statistics: StatisticsPanels,
  users: UsersPanel,
  audit: AuditPanel,
  backup: BackupPanels,
  about: AboutPanels,
};

/** What is decided about this workbench, by whom it may be used, and how it does. */
export default function Settings() {
  const [{ tab }, go] = usePlace();
  const me = useMe();
  const Part = parts[tab];
  return (
    <div className={classes.page}>
      <SettingsNav chosen={tab} onChoose={(next) => go({ ...nowhere, tab: next })} />
      <div key={tab} id={`settings-${tab}`} className={classes.part}>
        {isOffered(tab, me?.role) ? <Part /> : me ? <NotAllowed least="administrator" /> : <LoadingState />}
      </div>
    </div>
  );
}
