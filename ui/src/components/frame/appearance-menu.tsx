import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import type { ReactNode } from "react";
import { chooseLanguage, type LanguageChoice, languageChoice, languageNames } from "../../language";
import { texts } from "../../texts";
import { Icon, type IconName } from "../icon";
import classes from "./top-bar.module.css";

export const schemes: { value: MantineColorScheme; icon: IconName }[] = [
  { value: "dark", icon: "moon" },
  { value: "light", icon: "sun" },
  { value: "auto", icon: "system" },
];

/** What can be spoken, each by its own name, so that one finds it in a page that one cannot read. */
export const languages: { value: LanguageChoice; label: string }[] = [
  { value: "en", label: languageNames.en },
  { value: "de", label: languageNames.de },
  { value: "auto", label: texts.frame.languageOfBrowser },
];

/** How the page looks and speaks: theme and language. */
export function AppearanceMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = schemes.find((scheme) => scheme.value === colorScheme) ?? schemes[2];
  const spoken = languageChoice();
  return (
    <Menu position="bottom-end" offset={4}>
      <Menu.Target>
        <UnstyledButton
          className={classes.iconButton}
          aria-label={texts.frame.appearance}
          title={texts.frame.appearance}
        >
          <Icon name={current?.icon ?? "system"} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.frame.theme}</Menu.Label>
        {schemes.map(({ value, icon }) => (
          <Choice
            key={value}
            icon={<Icon name={icon} />}
            isChosen={value === colorScheme}
            onChoose={() => setColorScheme(value)}
          >
            {texts.frame.themes[value]}
          </Choice>
        ))}
        <Menu.Label>{texts.frame.language}</Menu.Label>
        {languages.map(({ value, label }) => (
          <Choice
            key={value}
            icon={<Icon name="language" />}
            isChosen={value === spoken}
            onChoose={() => chooseLanguage(value)}
          >
            {label}
          </Choice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ChoiceProps {
  icon: ReactNode;
  isChosen: boolean;
  onChoose: () => void;
  children: ReactNode;
}

function Choice({ icon, isChosen, onChoose, children }: ChoiceProps) {
  return (
    <Menu.Item
      leftSection={icon}
      rightSection={isChosen ? <Icon name="check" size={14} /> : null}
      aria-current={isChosen}
      onClick={onChoose}
    >
      {children}
    </Menu.Item>
  );
}
