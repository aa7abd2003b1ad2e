import { useLocation } from "wouter";
import { pages } from "../../pages";

/** Goes to the page with that letter; false when there is none. */
export function useGoTo(): (key: string) => boolean {
  const [, navigate] = useLocation();
  return (key) => {
    const page = pages.find((known) => known.key === key);
    if (page) navigate(`/${page.id}`);
    return page !== undefined;
  };
}
