import { useState } from "react";
import type { RecordBodyWritable } from "../../../api/generated";
import type { Problem } from "../../../api/problem";
import { NumberField, WireField } from "../../../components/forms/fields";
import { Fold } from "../../../components/forms/fold";
import {
  type IdentityErrors,
  type IdentityField,
  identityFields,
  identityOf,
  publicIdentity,
  useTypedSecrets,
} from "../../../components/forms/identity";
import { IdentityFields } from "../../../components/forms/identity-fields";
import { texts } from "../../../texts";
import { wordsIn } from "../agent/faults/rows";
import classes from "../agents.module.css";

const words = texts.record;

interface DeviceDraft {
  target: string;
  port: number | null;
  oids: string;
  interval_s: number | null;
}

const firstDraft: DeviceDraft = { target: "", port: 161, oids: "", interval_s: 10 };
/** Fields under which the server's words about a device stand. */
export const devicePlaces: readonly string[] = ["target", "port", "oids", "interval_s", ...identityFields];

export type DeviceOrder = Omit<RecordBodyWritable, "name" | "overwrite">;

/** A live device as it is typed: where it is, as whom it is asked, and what of it is recorded. */
export function useDevice(form: string, onChange: () => void) {
  const [draft, setDraft] = useState(firstDraft);
  const [identity, setIdentity] = useState(publicIdentity);
  const [secrets, setSecrets] = useTypedSecrets(form);
  const [missing, setMissing] = useState<IdentityErrors & { target?: string }>({});
  const begin = <Part,>(set: (change: (before: Part) => Part) => void, part: Partial<Part>) => {
    set((before) => ({ ...before, ...part }));
    setMissing({});
    onChange();
  };
  return {
    ...{ form, draft, identity, secrets, missing, setSecrets },
    change: (part: Partial<DeviceDraft>) => begin(setDraft, part),
    changeIdentity: (part: Partial<typeof identity>) => begin(setIdentity, part),
    /** What is sent; null where something is missing, which is said in its place then. */
    order(): DeviceOrder | null {
      const [who, errors] = identityOf(identity, secrets);
      const target = draft.target.trim();
      const found = { ...errors, ...(target === "" ? { target: words.targetMissing } : {}) };
      setMissing(found);
      if (Object.keys(found).length > 0) return null;
      const { port, oids, interval_s } = draft;
      return { ...who, target, port: port ?? 161, oids: wordsIn(oids), interval_s: interval_s ?? 0 };
    },
  };
}

export type Device = ReturnType<typeof useDevice>;

/** The name that a recording of the device gets where nothing was said. */
export const nameOfDevice = ({ draft }: Device) => draft.target.trim().replaceAll(":", "-");

interface DeviceFieldsProps {
  device: Device;
  refused: Problem | null;
  isFirst?: boolean;
}

const errorOf =
  ({ missing }: Device, refused: Problem | null) =>
  (field: keyof DeviceDraft | IdentityField) =>
    (missing as Partial<Record<string, string>>)[field] ?? refused?.about(field);

export function DeviceFields({ device, refused, isFirst }: DeviceFieldsProps) {
  const { form, draft, identity, secrets, change } = device;
  const about = errorOf(device, refused);
  return (
    <>
      <div className={classes.target}>
        <WireField
          id={`${form}-target`}
          label={words.target}
          data-autofocus={isFirst || undefined}
          value={draft.target}
          error={about("target")}
          onChange={(event) => change({ target: event.currentTarget.value })}
        />
        <NumberField
          id={`${form}-port`}
          label={texts.simulator.port}
          min={1}
          max={65535}
          value={draft.port}
          error={about("port")}
          onChange={(port) => change({ port })}
        />
      </div>
      <IdentityFields
        id={form}
        draft={identity}
        secrets={secrets}
        onChange={device.changeIdentity}
        onSecret={device.setSecrets}
        errorOf={about}
      />
    </>
  );
}

/** What of the device is recorded; rarely changed. */
export function DeviceScope({ device, refused }: DeviceFieldsProps) {
  const { form, draft, change } = device;
  const about = errorOf(device, refused);
  return (
    <Fold title={words.more} note={draft.oids || null} isOpen={about("oids") !== undefined || undefined}>
      <div className={classes.pair}>
        <WireField
          id={`${form}-oids`}
          label={words.oids}
          help={words.oidsHelp}
          value={draft.oids}
          error={about("oids")}
          onChange={(event) => change({ oids: event.currentTarget.value })}
        />
        <NumberField
          id={`${form}-interval`}
          label={words.interval}
          help={words.intervalHelp}
          min={0}
          max={3600}
          decimals={1}
          value={draft.interval_s}
          error={about("interval_s")}
          onChange={(interval_s) => change({ interval_s })}
        />
      </div>
    </Fold>
  );
}
