import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { IconName } from "../components/icon";
import { texts } from "../texts";

/** The seven pages: hash, name, icon, the key after `g`, and how each is loaded when first shown. */
export type PageId = keyof typeof texts.frame.pages;

export interface Page {
  id: PageId;
  title: string;
  icon: IconName;
  key: string;
  /** Fetches the page ahead of its being shown; a failure is told when it is really wanted. */
  prefetch: () => void;
  Content: LazyExoticComponent<ComponentType>;
}

function page(id: PageId, key: string, load: () => Promise<{ default: ComponentType }>): Page {
  const prefetch = () => void load().catch(() => {});
  return { id, key, title: texts.frame.pages[id], icon: id, prefetch, Content: lazy(load) };
}

const dashboard = page("dashboard", "d", () => import("./dashboard"));

export const pages: readonly Page[] = [
  dashboard,
  page("simulator", "s", () => import("./simulator")),
  page("walker", "w", () => import("./walker")),
  page("traps", "t", () => import("./traps")),
  page("browser", "b", () => import("./browser")),
  page("mibs", "m", () => import("./mibs")),
  page("settings", "e", () => import("./settings")),
];

const known = (path: string) => pages.find(({ id }) => `/${id}` === path);

/** An unknown hash is the dashboard; nothing is ever fetched by what the hash says. */
export const findPage = (path: string): Page => known(path) ?? dashboard;

/** Whether an address means a page: the one without a hash is the dashboard's own. */
export const isPlace = (path: string): boolean => path === "/" || known(path) !== undefined;
