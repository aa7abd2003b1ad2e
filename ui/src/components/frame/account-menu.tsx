import { Menu, UnstyledButton } from "@mantine/core";
import { useLocation } from "wouter";
import { session } from "../../api/session";
import { useMe } from "../../components/role";
import { useStore } from "../../live/external-store";
import { texts } from "../../texts";
import { Icon } from "../icon";
import { askToLogOut } from "../unsaved/log-out";
import type { Overlay } from "./frame";
import classes from "./top-bar.module.css";

const { roles, roleHelp } = texts.settings;

export function AccountMenu({ onOpen }: { onOpen: (overlay: Overlay) => void }) {
  const { phase, username } = useStore(session, (state) => state);
  const [, navigate] = useLocation();
  const me = useMe();
  if (phase !== "active") return null;
  return (
    <Menu position="bottom-end" offset={4} width={200}>
      <Menu.Target>
        <UnstyledButton className={classes.iconButton}>
          <Icon name="user" />
          <span className="visually-hidden">{texts.frame.account}</span>
          <span id="nav-user-name" className={classes.userName}>
            {username ?? ""}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {me ? <Menu.Label title={roleHelp[me.role]}>{roles[me.role]}</Menu.Label> : null}
        <Menu.Item leftSection={<Icon name="settings" />} onClick={() => navigate("/settings")}>
          {texts.frame.pages.settings}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="help" />} onClick={() => onOpen("shortcuts")}>
          {texts.shortcuts.title}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item id="nav-logout" leftSection={<Icon name="leave" />} onClick={askToLogOut}>
          {texts.frame.logOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
