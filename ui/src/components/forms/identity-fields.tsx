import { PasswordInput, Select } from "@mantine/core";
import type { CredentialRecord } from "../../api/generated";
import { texts } from "../../texts";
import { ChoiceField, WireField } from "./fields";
import classes from "./fields.module.css";
import {
  authProtocols,
  choiceOf,
  choiceOfSaved,
  chosen,
  type IdentityDraft,
  type IdentityField,
  type Level,
  levels,
  privProtocols,
  type TypedSecrets,
  useCredentials,
} from "./identity";

const words = texts.identity;
const versions = [
  { value: "2c", label: "2c" },
  { value: "1", label: "1" },
] as const;

interface IdentityFieldsProps {
  /** Begins the ids of the fields. */
  id: string;
  draft: IdentityDraft;
  secrets: TypedSecrets;
  onChange: (change: Partial<IdentityDraft>) => void;
  onSecret: (change: Partial<TypedSecrets>) => void;
  errorOf: (field: IdentityField) => string | undefined;
}

/** A saved credential by its name, or a community or SNMPv3 user typed here. */
export function IdentityFields(props: IdentityFieldsProps) {
  const { id, draft, onChange, errorOf } = props;
  const asked = useCredentials();
  const saved = asked.data?.data ?? [];
  const isSaved = draft.credential !== "";
  return (
    <>
      <Select
        id={`${id}-credential`}
        label={words.credential}
        data={optionsOf(saved, draft.credential)}
        value={choiceOf(draft)}
        allowDeselect={false}
        error={errorOf("credential") ?? null}
        description={asked.isSuccess && saved.length === 0 ? words.saveThem : null}
        inputWrapperOrder={["label", "input", "error", "description"]}
        onChange={(value) => value && onChange(chosen(value, saved))}
      />
      {isSaved ? (
        <SavedIdentity {...props} record={saved.find((one) => one.name === draft.credential)} />
      ) : draft.version === "3" ? (
        <UserInFull {...props} />
      ) : (
        <div className={classes.pair}>
          <WireField
            id={`${id}-community`}
            label={words.community}
            value={draft.community}
            error={errorOf("community")}
            onChange={(event) => onChange({ community: event.currentTarget.value })}
          />
          <CommunityVersion {...props} />
        </div>
      )}
    </>
  );
}

function CommunityVersion({ draft, onChange }: IdentityFieldsProps) {
  return (
    <ChoiceField
      label={words.version}
      value={draft.version === "1" ? "1" : "2c"}
      options={versions}
      onChange={(version) => onChange({ version })}
    />
  );
}

function SavedIdentity(props: IdentityFieldsProps & { record: CredentialRecord | undefined }) {
  const { record, errorOf } = props;
  const wrongVersion = errorOf("version");
  return (
    <>
      {record?.kind === "community" ? <CommunityVersion {...props} /> : null}
      {record?.kind === "user" ? (
        <p className={classes.quiet}>{words.asUser(record.user, record.level ?? "")}</p>
      ) : null}
      {record?.problem ? <p className={classes.wrong}>{record.problem}</p> : null}
      {wrongVersion ? <p className={classes.wrong}>{wrongVersion}</p> : null}
    </>
  );
}

function UserInFull({ id, draft, secrets, onChange, onSecret, errorOf }: IdentityFieldsProps) {
  const parts = [
    ["auth", words.authProtocol, words.authPassword, authProtocols, draft.level !== "noAuthNoPriv"],
    ["priv", words.privProtocol, words.privPassword, privProtocols, draft.level === "authPriv"],
  ] as const;
  return (
    <>
      <div className={classes.pair}>
        <WireField
          id={`${id}-user`}
          label={words.user}
          value={draft.user}
          error={errorOf("user")}
          onChange={(event) => onChange({ user: event.currentTarget.value })}
        />
        <Select
          id={`${id}-level`}
          label={words.level}
          data={levels.map((value) => ({ value, label: words.levels[value] }))}
          value={draft.level}
          allowDeselect={false}
          error={errorOf("level") ?? null}
          onChange={(level) => level && onChange({ level: level as Level })}
        />
      </div>
      {parts.map(([part, protocolLabel, passwordLabel, protocols, isNeeded]) =>
        isNeeded ? (
          <div key={part} className={classes.pair}>
            <Select
              id={`${id}-${part}-protocol`}
              label={protocolLabel}
              data={[...protocols]}
              value={draft[`${part}_protocol`]}
              allowDeselect={false}
              error={errorOf(`${part}_protocol`) ?? null}
              onChange={(protocol) => protocol && onChange({ [`${part}_protocol`]: protocol })}
            />
            <PasswordInput
              id={`${id}-${part}-password`}
              label={passwordLabel}
              autoComplete="off"
              value={secrets[`${part}_password`]}
              error={errorOf(`${part}_password`) ?? null}
              onChange={(event) => onSecret({ [`${part}_password`]: event.currentTarget.value })}
            />
          </div>
        ) : null,
      )}
      <WireField
        id={`${id}-context`}
        label={words.context}
        help={words.contextHelp}
        value={draft.context}
        error={errorOf("context")}
        onChange={(event) => onChange({ context: event.currentTarget.value })}
      />
    </>
  );
}

function optionsOf(saved: readonly CredentialRecord[], chosenName: string) {
  const names = new Map(saved.map((one) => [one.name, one.can_be_opened]));
  // One that was chosen before and is gone is still named, so that the refusal makes sense.
  if (chosenName !== "" && !names.has(chosenName)) names.set(chosenName, true);
  const items = [...names].map(([name, canBeOpened]) => ({
    value: choiceOfSaved(name),
    label: canBeOpened ? name : `${name} (${words.locked})`,
  }));
  return [
    ...(items.length > 0 ? [{ group: words.saved, items }] : []),
    {
      group: words.typed,
      items: [
        { value: "community", label: words.typedCommunity },
        { value: "user", label: words.typedUser },
      ],
    },
  ];
}
