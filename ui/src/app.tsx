import { Suspense, useEffect } from "react";
import { Router, useLocation } from "wouter";
import { session } from "./api/session";
import { ErrorBoundary } from "./components/error-boundary";
import { Frame } from "./components/frame/frame";
import { LoadingState } from "./components/states";
import { timeZone } from "./components/values/time-zone";
import { formatHash, useHashLocation } from "./hash-location";
import { useStore } from "./live/external-store";
import { findPage, pages } from "./pages";
import { LoginPage, SessionEnded } from "./pages/login";

/** Which of the three faces is shown: login, the frame with a page, the frame with the login after a session ended. */
export function App() {
  const phase = useStore(session, (state) => state.phase);
  if (phase === "anonymous") return <LoginPage />;
  return (
    <Router hook={useHashLocation} hrefs={formatHash}>
      <Place isEnded={phase === "ended"} />
    </Router>
  );
}

function Place({ isEnded }: { isEnded: boolean }) {
  const [path] = useLocation();
  // Whatever has a time in it is drawn anew when another clock is chosen.
  useStore(timeZone, (zone) => zone);
  const page = findPage(path);
  usePagesFetchedWhileIdle();
  return (
    <Frame page={page}>
      {isEnded ? (
        <SessionEnded />
      ) : (
        <ErrorBoundary key={page.id}>
          <Suspense fallback={<LoadingState />}>
            <page.Content />
          </Suspense>
        </ErrorBoundary>
      )}
    </Frame>
  );
}

/** The first page is shown by the smallest script; the others come while nothing else happens. */
function usePagesFetchedWhileIdle(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const page of pages) page.prefetch();
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}
