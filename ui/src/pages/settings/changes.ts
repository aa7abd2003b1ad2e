import type { AppSettingsBody } from "../../api/generated";

/** What really differs from the saved settings; empty lines between sources are not an edit. */
export function changesOf(saved: AppSettingsBody, edits: Partial<AppSettingsBody>): Partial<AppSettingsBody> {
  const tidy: Partial<AppSettingsBody> = edits.mib_remote_sources
    ? { ...edits, mib_remote_sources: edits.mib_remote_sources.map((line) => line.trim()).filter(Boolean) }
    : edits;
  const names = Object.keys(tidy) as (keyof AppSettingsBody)[];
  const changed = names.filter((name) => JSON.stringify(tidy[name]) !== JSON.stringify(saved[name]));
  return Object.fromEntries(changed.map((name) => [name, tidy[name]]));
}
