import { Link } from "wouter";
import { useLive } from "../../live";
import { useStore } from "../../live/external-store";
import { unread } from "../../live/unread";
import { type Page, type PageId, pages } from "../../pages";
import { texts } from "../../texts";
import { Icon, Mark } from "../icon";
import { formatCount } from "../values/format";
import classes from "./sidebar.module.css";

export function Sidebar({ current }: { current: PageId }) {
  return (
    <nav className={classes.sidebar} aria-label={texts.frame.navigation}>
      <Link href="/dashboard" className={classes.brand} title={texts.words.product}>
        <Mark />
        <span className={classes.label}>{texts.words.brand}</span>
      </Link>
      <ul className={classes.list}>
        {pages.map((page) => (
          <li key={page.id}>
            <SidebarLink page={page} isCurrent={page.id === current} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SidebarLink({ page, isCurrent }: { page: Page; isCurrent: boolean }) {
  return (
    <Link
      href={`/${page.id}`}
      className={classes.link}
      aria-current={isCurrent ? "page" : undefined}
      title={page.title}
      onPointerEnter={page.prefetch}
    >
      <Icon name={page.icon} size={18} />
      <span className={classes.label}>{page.title}</span>
      <SidebarMarker id={page.id} />
    </Link>
  );
}

/** Running services and unread notifications, seen from any page. */
function SidebarMarker({ id }: { id: PageId }) {
  const isSimulating = useLive((state) => state.simulator?.running ?? false);
  const isReceiving = useLive((state) => state.traps?.running ?? false);
  const count = useStore(unread, (value) => value);
  if (id === "traps" && count > 0) {
    return (
      <span className={classes.count} title={texts.frame.unread(count)}>
        {count > 999 ? "999+" : formatCount(count)}
      </span>
    );
  }
  const isRunning = (id === "simulator" && isSimulating) || (id === "traps" && isReceiving);
  return isRunning ? <span className={classes.running} role="img" aria-label={texts.words.running} /> : null;
}
