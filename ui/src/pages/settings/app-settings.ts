import { serverCalls } from "../../api/calls";
import type { AppSettingsBody, AppSettingsReply } from "../../api/generated";
import { keys, queryClient } from "../../api/queries";
import { useEdits } from "./edits";
import type { SettingsTab } from "./place";

export const appSettings = { queryKey: keys.settings, ask: serverCalls.settings };

/** Edits of some of the settings; the others are neither shown nor sent. */
export function useAppSettings(tab: SettingsTab, saved: AppSettingsBody, fields: readonly (keyof AppSettingsBody)[]) {
  return useEdits<AppSettingsBody, AppSettingsReply>({
    tab,
    saved,
    fields,
    save: serverCalls.saveSettings,
    onSaved: (reply) => {
      // A reply that was asked for earlier would show what is no longer so.
      void queryClient.cancelQueries({ queryKey: keys.settings });
      queryClient.setQueryData(keys.settings, reply.settings);
    },
  });
}
