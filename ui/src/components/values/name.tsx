import classes from "./name.module.css";

/** IF-MIB::ifDescr.3 taken apart; a number, or a name without a module, is all label. */
export function splitName(name: string): { module: string; label: string } {
  const at = name.indexOf("::");
  return at === -1 ? { module: "", label: name } : { module: name.slice(0, at), label: name.slice(at + 2) };
}

/** A name as it is read: what it is called first, where that is defined in a quieter colour. */
export function MibName({ name }: { name: string }) {
  const { module, label } = splitName(name);
  return (
    <span className={classes.name}>
      {module ? <span className={classes.module}>{module}::</span> : null}
      {label}
    </span>
  );
}
