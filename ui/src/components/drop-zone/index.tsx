import { type ComponentPropsWithoutRef, type DragEvent, type ReactNode, useState } from "react";
import type { Role } from "../../api/generated";
import { useMay } from "../../components/role";
import { Icon, type IconName } from "../icon";
import classes from "./drop-zone.module.css";

interface DropZoneProps extends Omit<ComponentPropsWithoutRef<"div">, "title"> {
  /** Of the whole place, which is what takes the files. */
  className: string | undefined;
  icon: IconName;
  title: string;
  help: string;
  /** Who may add files here; from the others it takes none. */
  least?: Role;
  onFiles: (files: readonly File[]) => void;
  children: ReactNode;
}

/** A page that takes files dropped on it; a button somewhere on it does the same for the keyboard. */
export function DropZone(props: DropZoneProps) {
  const { className, icon, title, help, least = "viewer", onFiles, children, ...rest } = props;
  const mayDrop = useMay(least);
  const [isOver, setOver] = useState(false);
  const carriesFiles = (event: DragEvent) => mayDrop && event.dataTransfer.types.includes("Files");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the button beside does the same by keyboard.
    <div
      {...rest}
      className={className}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (mayDrop) onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver ? (
        <div className={classes.drop}>
          <Icon name={icon} size={32} />
          <p className={classes.title}>{title}</p>
          <p>{help}</p>
        </div>
      ) : null}
    </div>
  );
}
