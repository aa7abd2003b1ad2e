import { useEffect } from "react";
import { session } from "../../api/session";
import { AppearanceMenu } from "../../components/frame/appearance-menu";
import { Connection } from "../../components/frame/connection";
import { Mark } from "../../components/icon";
import { Notice } from "../../components/states";
import { useStore } from "../../live/external-store";
import { untoldLogOuts } from "../../live/late-log-out";
import { texts } from "../../texts";
import classes from "./login.module.css";
import { LoginForm } from "./login-form";

/** The whole page while nobody is logged in. */
export function LoginPage() {
  const untold = useStore(untoldLogOuts, (count) => count);
  useEffect(() => {
    document.title = `${texts.login.title} · ${texts.words.product}`;
  }, []);
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <h1 className={classes.brand}>
          <Mark size={24} />
          {texts.words.product}
        </h1>
        {untold > 0 ? (
          <Notice kind="warning" title={texts.login.untold}>
            <p>{texts.login.untoldHelp}</p>
          </Notice>
        ) : null}
        <LoginForm />
        <p className={classes.help}>{texts.login.help}</p>
        <div className={classes.foot}>
          <Connection />
          <AppearanceMenu />
        </div>
      </div>
    </main>
  );
}

/** Inside the frame, in place of the page, after the server stopped taking the token. */
export function SessionEnded() {
  const username = useStore(session, (state) => state.username);
  return (
    <div className={classes.page}>
      <div className={classes.box}>
        <h2>{texts.frame.ended}</h2>
        <p className={classes.help}>{texts.frame.endedHelp}</p>
        <LoginForm username={username ?? ""} />
      </div>
    </div>
  );
}
