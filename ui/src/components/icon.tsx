import classes from "./icon.module.css";

/** Line drawings on a 24 × 24 grid; several strokes of one icon are one path. */
const paths = {
  dashboard: "M4 4h7v8H4zM13 4h7v5h-7zM13 12h7v8h-7zM4 15h7v5H4z",
  simulator: "M4 5h16v6H4zM4 13h16v6H4zM8 8h.01M8 16h.01M12 8h5M12 16h5",
  walker: "M6 4v11a3 3 0 0 0 3 3h3M6 9h6M16 9h3M16 18h3M14 7.5v3M14 16.5v3M4 4h4",
  traps: "M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7zM10 20a2 2 0 0 0 4 0",
  browser: "M5 3v15a2 2 0 0 0 2 2h2M5 8h4M5 14h4M12 5h8v6h-8zM12 15h8v5h-8z",
  mibs: "M5 4h9l5 5v11H5zM14 4v5h5M9 13h6M9 16.5h6",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20 20",
  sun: "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  system: "M3 5h18v11H3zM9 20h6M12 16v4",
  language: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3 12h18M12 3c3.500 4 3.500 14 0 18M12 3c-3.500 4-3.500 14 0 18",
  user: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 20c1-4 4-5.5 8-5.5s7 1.5 8 5.5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  check: "M5 12.5 10 17.5 19.5 7",
  play: "M7 4.5v15l12-7.5z",
  stop: "M6 6h12v12H6z",
  restart: "M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5",
  pause: "M8 5v14M16 5v14",
  close: "M6 6l12 12M18 6 6 18",
  up: "M12 19V5M6 11l6-6 6 6",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  down: "M12 5v14M6 13l6 6 6-6",
  chevron: "M9 6l6 6-6 6",
  download: "M12 4v11M7 10.5l5 5 5-5M4 20h16",
  alert: "M12 4 2.5 20h19zM12 10v4.5M12 17.3h.01",
  info: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5.5M12 7.7h.01",
  plus: "M12 5v14M5 12h14",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  columns: "M4 5h16v14H4zM10 5v14M15 5v14",
  send: "M21 3 10 14M21 3l-7 18-4-7-7-4z",
  help: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.700.4-1 .900-1 1.7M12 16.7h.01",
  leave: "M10 4H5v16h5M15 8l4 4-4 4M19 12H9",
  folder: "M4 6h6l2 2h8v11H4z",
  tag: "M4 4h8l8 8-8 8-8-8zM8 8h.01",
  scalar: "M5 9h14v6H5z",
  table: "M4 5h16v14H4zM4 10h16M4 14.500h16M10 10v9",
  row: "M4 9h16v6H4zM10 9v6M15 9v6",
  column: "M9 4h6v16H9zM9 9h6M9 14.500h6",
  group: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  expand: "M7 9l5-5 5 5M7 15l5 5 5-5",
  collapse: "M7 4l5 5 5-5M7 20l5-5 5 5",
  pin: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6",
  compare: "M8 5v14M8 5 5 8M8 5l3 3M16 19V5M16 19l-3-3M16 19l3-3",
  clock: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3.500 2",
  chart: "M4 4v16h16M7.5 14.500 11 10l3 3 5-7",
  code: "M9 7l-5 5 5 5M15 7l5 5-5 5",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className={classes.icon} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 2v20M5 4v4a7 7 0 0 0 14 0V4M3.5 6 5 3.5 6.5 6M17.5 6 19 3.5 20.5 6M10.2 4.5 12 1.8l1.8 2.7" />
    </svg>
  );
}
