/** Which language the page speaks, and how another one is chosen. */

/** Every language that has a dictionary, by its own name. */
export const languageNames = { en: "English", de: "Deutsch" } as const;

export type Language = keyof typeof languageNames;
export type LanguageChoice = Language | "auto";

/** The same key as in public/first-paint.js, which decides between the choice and the browser's languages. */
const key = "trishul_language";

/** What the document says since before its first paint; it holds until the page is loaded anew. */
export const language: Language = document.documentElement.lang === "de" ? "de" : "en";

export function languageChoice(): LanguageChoice {
  try {
    const saved = localStorage.getItem(key);
    return saved !== null && saved in languageNames ? (saved as Language) : "auto";
  } catch {
    return "auto";
  }
}

/** Speaks another language. Texts are read once by every module, so the page is loaded anew; it asks first if edits would be lost. */
export function chooseLanguage(choice: LanguageChoice): void {
  localStorage.setItem(key, choice);
  location.reload();
}
