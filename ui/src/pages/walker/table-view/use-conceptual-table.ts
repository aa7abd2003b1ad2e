import { useEffect, useRef, useState } from "react";
import type { ShownVarBind } from "../../../api/generated";
import type { TableFacts } from "./facts";
import { type ConceptualTable, conceptualTable, TableBuilder } from "./rows";

/** Rows of a walk that are looked at in one go: a few milliseconds. */
const STEP = 5_000;

interface Course {
  table: TableFacts;
  first: ShownVarBind | undefined;
  taken: number;
  builder: TableBuilder;
}

/** A table out of the rows of a walk, made in steps so that the page answers meanwhile; null until it is made once. */
export function useConceptualTable(table: TableFacts, varbinds: readonly ShownVarBind[]): ConceptualTable | null {
  const [built, setBuilt] = useState(() => (varbinds.length <= STEP ? conceptualTable(table, varbinds) : null));
  const course = useRef<Course | null>(null);
  useEffect(() => {
    const known = course.current;
    const isLonger = known?.table === table && known.first === varbinds[0] && varbinds.length >= known.taken;
    const going = isLonger ? known : { table, first: varbinds[0], taken: 0, builder: new TableBuilder(table) };
    course.current = going;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const step = () => {
      const until = Math.min(going.taken + STEP, varbinds.length);
      going.builder.take(varbinds, going.taken, until);
      going.taken = until;
      if (until < varbinds.length) timer = setTimeout(step);
      else setBuilt(going.builder.build());
    };
    step();
    return () => clearTimeout(timer);
  }, [table, varbinds]);
  return built;
}
