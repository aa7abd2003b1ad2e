import { useQuery } from "@tanstack/react-query";
import { browseCalls } from "../../api/calls";
import type { ShownVarBind } from "../../api/generated";
import { keys } from "../../api/queries";
import { objectOf } from "./table-view/facts";
import { splitIndex } from "./table-view/index-text";
import classes from "./walker.module.css";

/** Which row of its table an instance belongs to, each object of the index by its name; nothing for a scalar. */
export function InstanceIndex({ varbind }: { varbind: ShownVarBind }) {
  const object = objectOf(varbind);
  const asked = useQuery({
    queryKey: keys.relations(object ?? ""),
    queryFn: () => browseCalls.relations(object ?? ""),
    enabled: object !== null,
  });
  const index = asked.data?.index ?? [];
  if (object === null || index.length === 0) return null;
  const text = varbind.name.slice(object.length + 1);
  const parts = splitIndex(
    text,
    index.map(({ syntax = "" }) => syntax),
  );
  return (
    <p className={classes.instanceRaw}>
      {(parts ?? [text]).map((part, place) => `${parts ? `${index[place]?.name} ` : ""}${part}`).join(" · ")}
    </p>
  );
}
