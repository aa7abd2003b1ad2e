import { Button } from "@mantine/core";
import { session } from "../../api/session";
import { useServerMeta } from "../../components/frame/connection";
import { Panel } from "../../components/panel";
import { useStore } from "../../live/external-store";
import { logOut } from "../../live/lifecycle";
import { texts } from "../../texts";
import { AccountForm } from "./account-form";
import { BehaviourPanel } from "./behaviour";
import { CredentialsPanel } from "./credentials";
import { PolicyPanel } from "./policy-form";
import classes from "./settings.module.css";

const words = texts.settings;

export default function Settings() {
  const username = useStore(session, (state) => state.username);
  const meta = useServerMeta();
  return (
    <div className={classes.page}>
      <CredentialsPanel />
      <BehaviourPanel />
      <PolicyPanel />
      <Panel title={words.account}>
        <AccountForm key={username ?? ""} username={username ?? ""} />
      </Panel>
      <Panel title={words.session}>
        <div className={classes.line}>
          <p>{words.loggedInAs(username ?? texts.words.unknown)}</p>
          <Button variant="default" onClick={() => void logOut()}>
            {texts.frame.logOut}
          </Button>
        </div>
      </Panel>
      {meta ? (
        <Panel title={words.about}>
          <p>
            {meta.name} {meta.version}
          </p>
          <p className={classes.quiet}>{meta.description}</p>
        </Panel>
      ) : null}
    </div>
  );
}
