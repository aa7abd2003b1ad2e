// Sets the saved theme before the first paint. Kept outside the bundle so that it blocks rendering and needs no inline script.
(() => {
  let saved = "auto";
  try {
    saved = localStorage.getItem("trishul_color_scheme") || "auto";
  } catch {
    // Storage is refused in some private windows; the system theme is a fine answer then.
  }
  const isDark = saved === "dark" || (saved !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
})();
