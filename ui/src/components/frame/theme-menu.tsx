import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { texts } from "../../texts";
import { Icon, type IconName } from "../icon";
import classes from "./top-bar.module.css";

export const schemes: { value: MantineColorScheme; icon: IconName }[] = [
  { value: "dark", icon: "moon" },
  { value: "light", icon: "sun" },
  { value: "auto", icon: "system" },
];

export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find((scheme) => scheme.value === colorScheme) ?? schemes[2];
  return (
    <Menu position="bottom-end" offset={4}>
      <Menu.Target>
        <UnstyledButton className={classes.iconButton} aria-label={texts.frame.theme} title={texts.frame.theme}>
          <Icon name={current?.icon ?? "system"} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(({ value, icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon name={icon} />}
            rightSection={value === colorScheme ? <Icon name="check" size={14} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {texts.frame.themes[value]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
