import "./styles";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api/queries";
import { App } from "./app";
import { followActs } from "./components/toasts/acts";
import { publishSocket } from "./live";
import { startLife } from "./live/lifecycle";
import { theme } from "./theme";

/** The same key as in public/first-paint.js, which reads it before the first paint. */
const colorSchemeManager = localStorageColorSchemeManager({ key: "trishul_color_scheme" });

publishSocket();
startLife();
followActs();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={colorSchemeManager}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <QueryClientProvider client={queryClient}>
          <App />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
