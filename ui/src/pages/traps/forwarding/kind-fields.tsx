import { Checkbox, Select, Textarea } from "@mantine/core";
import { ChoiceField, NumberField, WireField } from "../../../components/forms/fields";
import { useCredentials } from "../../../components/forms/identity";
import { texts } from "../../../texts";
import { type DestinationDraft, usualPort } from "./draft";
import classes from "./forwarding.module.css";

const words = texts.forwarding;
const { fields } = words;
const named = <const Value extends string>(values: readonly Value[]) =>
  values.map((value) => ({ value, label: value.toUpperCase() }));
const facilities: readonly DestinationDraft["facility"][] = [
  ...([
    "local0",
    "local1",
    "local2",
    "local3",
    "local4",
    "local5",
    "local6",
    "local7",
    "kern",
    "user",
    "mail",
  ] as const),
  ...(["daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "alert"] as const),
  "clock",
];

interface KindFieldsProps {
  draft: DestinationDraft;
  errorOf: (
    field: "host" | "port" | "url" | "headers" | "ca" | "credential" | "version" | "send_as",
  ) => string | undefined;
  onChange: (part: Partial<DestinationDraft>) => void;
}

function HostAndPort({ draft, errorOf, onChange }: KindFieldsProps) {
  return (
    <div className={classes.hostRow}>
      <WireField
        id="destination-host"
        label={fields.host}
        value={draft.host}
        error={errorOf("host")}
        onChange={(event) => onChange({ host: event.currentTarget.value })}
      />
      <NumberField
        id="destination-port"
        label={fields.port}
        min={1}
        max={65_535}
        value={draft.port}
        placeholder={String(usualPort(draft))}
        error={errorOf("port")}
        onChange={(port) => onChange({ port })}
      />
    </div>
  );
}

export function SnmpFields(props: KindFieldsProps) {
  const { draft, errorOf, onChange } = props;
  const saved = useCredentials().data?.data ?? [];
  return (
    <>
      <HostAndPort {...props} />
      <div className={classes.pair}>
        <ChoiceField
          label={fields.sendAs}
          value={draft.sendAs}
          options={(["trap", "inform"] as const).map((value) => ({ value, label: words.sendAs[value] }))}
          onChange={(sendAs) => onChange({ sendAs })}
        />
        <ChoiceField
          label={fields.transport}
          value={draft.transport === "tcp" ? "tcp" : "udp"}
          options={named(["udp", "tcp"])}
          onChange={(transport) => onChange({ transport })}
        />
        <Select
          id="destination-credential"
          label={fields.credential}
          placeholder={words.noCredential}
          data={saved.map(({ name }) => name)}
          value={draft.credential === "" ? null : draft.credential}
          clearable
          clearButtonProps={{ "aria-label": words.noCredential }}
          error={errorOf("credential")}
          onChange={(credential) => onChange({ credential: credential ?? "" })}
        />
        <Select
          id="destination-version"
          label={fields.version}
          placeholder={words.versionOfCredential}
          data={["1", "2c", "3"]}
          value={draft.version === "" ? null : draft.version}
          clearable
          clearButtonProps={{ "aria-label": words.versionOfCredential }}
          error={errorOf("version") ?? errorOf("send_as")}
          onChange={(version) =>
            onChange({ version: (["1", "2c", "3"] as const).find((known) => known === version) ?? "" })
          }
        />
        {draft.sendAs === "inform" ? (
          <NumberField
            label={fields.retries}
            min={0}
            max={10}
            value={draft.retries}
            onChange={(retries) => onChange({ retries })}
          />
        ) : null}
      </div>
    </>
  );
}

export function WebhookFields({ draft, errorOf, onChange }: KindFieldsProps) {
  return (
    <>
      <WireField
        id="destination-url"
        label={fields.url}
        placeholder="https://"
        value={draft.url}
        error={errorOf("url")}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
      <Textarea
        id="destination-headers"
        label={fields.headers}
        description={words.headersHelp}
        inputWrapperOrder={["label", "input", "error", "description"]}
        autosize
        maxRows={6}
        spellCheck={false}
        value={draft.headers}
        error={errorOf("headers")}
        onChange={(event) => onChange({ headers: event.currentTarget.value })}
      />
      <Checkbox
        id="destination-internal"
        label={words.allowInternal}
        checked={draft.allowInternal}
        onChange={(event) => onChange({ allowInternal: event.currentTarget.checked })}
      />
    </>
  );
}

export function SyslogFields(props: KindFieldsProps) {
  const { draft, onChange } = props;
  return (
    <>
      <HostAndPort {...props} />
      <div className={classes.pair}>
        <ChoiceField
          label={fields.transport}
          value={draft.transport}
          options={named(["udp", "tcp", "tls"])}
          onChange={(transport) => onChange({ transport })}
        />
        <Select
          id="destination-facility"
          label={fields.facility}
          data={[...facilities]}
          value={draft.facility}
          allowDeselect={false}
          onChange={(facility) => onChange({ facility: facilities.find((known) => known === facility) ?? "local0" })}
        />
      </div>
    </>
  );
}

/** For a server whose authority nobody else knows. */
export function CertificatesField({ draft, errorOf, onChange }: KindFieldsProps) {
  return (
    <Textarea
      id="destination-ca"
      label={fields.ca}
      description={words.caHelp}
      inputWrapperOrder={["label", "input", "error", "description"]}
      autosize
      maxRows={6}
      spellCheck={false}
      value={draft.ca}
      error={errorOf("ca")}
      onChange={(event) => onChange({ ca: event.currentTarget.value })}
    />
  );
}
