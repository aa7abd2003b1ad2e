import { describe, expect, it, vi } from "vitest";
import { texts } from "../../texts";
import { type Command, listCommands } from "./commands";
import { placeCommands } from "./place-commands";

const command = (label: string): Command => ({ id: label, group: "", label, icon: "mibs", run: () => {} });
const labels = (typed: string, found: readonly Command[] = []) =>
  listCommands(["Go to traps", "Stop"].map(command), found, typed).listed.map(({ label }) => label);

describe("the commands of the palette", () => {
  it("has what is called by a name only once something is typed", () => {
    expect(labels("", [command("Module IF-MIB")])).toEqual(["Go to traps", "Stop"]);
    expect(labels("if", [command("Module IF-MIB")])).toEqual(["Module IF-MIB"]);
  });

  it("wants all words and puts first what begins as it was typed", () => {
    expect(labels("to", [command("To do")])).toEqual(["To do", "Go to traps", "Stop"]);
    expect(labels("module if-mib", ["Module CIRCUIT-IF-MIB", "Module IF-MIB"].map(command))[0]).toBe("Module IF-MIB");
    expect(labels("traps go")).toEqual(["Go to traps"]);
  });

  it("says how many more there are", () => {
    const many = Array.from({ length: 70 }, (_, place) => command(`Module ${place}`));
    expect(listCommands([], many, "module")).toMatchObject({ more: 20 });
  });

  it("leads to every part of every page by an address of its own", () => {
    const go = vi.fn();
    const places = placeCommands(go);
    for (const place of places) place.run();
    const paths = go.mock.calls.map(([path]) => path);
    expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
    expect(paths).toContain("/traps?tab=rules");
    expect(paths).toContain("/walker?tab=jobs");
    expect(paths).toContain("/mibs?tab=notifications");
    expect(places.map(({ label }) => label)).toContain(
      texts.palette.part(texts.frame.pages.settings, texts.settings.tabs.about),
    );
  });

  it("leads nobody to what the server would refuse", () => {
    const places = (role: "viewer" | "administrator") => placeCommands(() => {}, role).map(({ id }) => id);
    expect(places("administrator").filter((id) => !places("viewer").includes(id))).toEqual([
      "settings-users",
      "settings-audit",
      "settings-backup",
    ]);
  });
});
