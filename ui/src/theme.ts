import { createTheme, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#f0f0ff",
  "#dddefd",
  "#bcbefb",
  "#a5a9fc",
  "#8e93ff",
  "#7579ee",
  "#6064de",
  "#4f52d3",
  "#4042b8",
  "#343696",
];

/** Dark enough for white words on a filled button, in both themes. */
const red: MantineColorsTuple = [
  "#fff0f0",
  "#ffdcdc",
  "#fab9ba",
  "#f59597",
  "#ee6f72",
  "#dd4a4f",
  "#c9343a",
  "#c4262c",
  "#a81f25",
  "#8a181d",
];

/** Mantine reads text, borders and backgrounds of the dark theme from this row, lightest first. */
const dark: MantineColorsTuple = [
  "#e6e8ec",
  "#c3c8d0",
  "#a3a9b4",
  "#858c98",
  "#343943",
  "#24272e",
  "#1a1d23",
  "#0d0e11",
  "#131519",
  "#0a0b0d",
];

export const monospace = "ui-monospace, 'SF Mono', SFMono-Regular, Menlo, 'DejaVu Sans Mono', Consolas, monospace";

/** Read twice: by the provider while running, and by the build, which writes the variables into the style sheet. */
export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 6 },
  colors: { accent, dark, red },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  fontFamilyMonospace: monospace,
  fontSizes: { xs: "12px", sm: "14px", md: "14px", lg: "16px", xl: "20px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "3px", sm: "4px", md: "6px", lg: "6px", xl: "6px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: false,
});
