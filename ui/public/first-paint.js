// Sets the theme and the language before the first paint. Kept outside the bundle so that it blocks rendering and needs no
// inline script. What is set here on the document is what src/language.ts and the style sheets read.
(() => {
  const saved = (key) => {
    try {
      return localStorage.getItem(key) || "auto";
    } catch {
      // Storage is refused in some private windows; what the system says is a fine answer then.
      return "auto";
    }
  };
  const root = document.documentElement;

  const theme = saved("trishul_color_scheme");
  const isDark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");

  const spoken = ["en", "de"];
  const language = saved("trishul_language");
  const wanted = language === "auto" ? navigator.languages.map((tag) => tag.split("-")[0]) : [language];
  root.lang = wanted.find((tag) => spoken.includes(tag)) || "en";
})();
