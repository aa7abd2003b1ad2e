import { Button, useMantineColorScheme } from "@mantine/core";
import { session } from "../../api/session";
import { ChoiceField } from "../../components/forms/fields";
import { languages, schemes } from "../../components/frame/appearance-menu";
import { Panel } from "../../components/panel";
import { useMe } from "../../components/role";
import { askToLogOut } from "../../components/unsaved/log-out";
import { chooseTimeZone, timeZone, timeZones } from "../../components/values/time-zone";
import { chooseLanguage, languageChoice } from "../../language";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { AccountForm } from "./account-form";
import classes from "./settings.module.css";

const words = texts.settings;

/** Who one is here, and how the pages look on this device. */
export function Account() {
  const username = useStore(session, (state) => state.username);
  const me = useMe();
  return (
    <>
      <Panel title={words.session}>
        <div className={classes.line}>
          <p>{me ? words.loggedInAs(me.username, words.roles[me.role]) : username}</p>
          <Button variant="default" onClick={askToLogOut}>
            {texts.frame.logOut}
          </Button>
        </div>
      </Panel>
      <Panel title={words.account}>
        <AccountForm key={username ?? ""} username={username ?? ""} />
      </Panel>
      <Panel title={words.appearance}>
        <Appearance />
      </Panel>
    </>
  );
}

/** Kept by the browser: another one may look otherwise. */
function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const zone = useStore(timeZone, (chosen) => chosen);
  return (
    <div id="settings-theme" className={classes.choices}>
      <ChoiceField
        label={texts.frame.theme}
        help={words.appearanceHelp}
        value={colorScheme}
        options={schemes.map(({ value }) => ({ value, label: words.themes[value] }))}
        onChange={setColorScheme}
      />
      <ChoiceField
        label={texts.frame.language}
        value={languageChoice()}
        options={languages}
        onChange={chooseLanguage}
      />
      <ChoiceField
        label={words.times}
        value={zone}
        options={timeZones.map((value) => ({ value, label: words.timeZones[value] }))}
        onChange={chooseTimeZone}
      />
    </div>
  );
}
