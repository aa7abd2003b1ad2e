import { Select } from "@mantine/core";
import { ChoiceField, WireField } from "../../../components/forms/fields";
import { NameField } from "../../../components/forms/name-field";
import { texts } from "../../../texts";
import { genericTraps, type SenderDraft, type SenderErrors } from "./draft";
import classes from "./sender.module.css";

const words = texts.sender;
const ways = [
  { value: "oid", label: words.byOid },
  { value: "fields", label: words.byFields },
] as const;
const generics = [...genericTraps.map(({ note }) => note), words.enterpriseSpecific].map((label, number) => ({
  value: String(number),
  label: `${number} ${label}`,
}));

interface V1FieldsProps {
  draft: SenderDraft;
  errors: SenderErrors;
  onChange: (change: Partial<SenderDraft>) => void;
  errorOf: (field: string) => string | undefined;
}

/** How SNMPv1 names a trap (RFC 1157 §4.1.6), and the address of the agent that it is from. */
export function V1Fields({ draft, errors, onChange, errorOf }: V1FieldsProps) {
  return (
    <>
      <ChoiceField
        label={words.namedBy}
        value={draft.isByFields ? "fields" : "oid"}
        options={ways}
        onChange={(way) => onChange({ isByFields: way === "fields" })}
      />
      {draft.isByFields ? (
        <div className={classes.pair}>
          <Select
            id="trap-generic"
            label={words.generic}
            data={generics}
            value={draft.generic}
            allowDeselect={false}
            error={errorOf("generic") ?? null}
            onChange={(generic) => onChange({ generic: generic ?? "6" })}
          />
          {draft.generic === "6" ? (
            <WireField
              id="trap-specific"
              label={words.specific}
              value={draft.specific}
              error={errorOf("specific")}
              onChange={(event) => onChange({ specific: event.currentTarget.value })}
            />
          ) : null}
        </div>
      ) : null}
      <div className={classes.pair}>
        {draft.isByFields ? (
          <NameField
            id="trap-enterprise"
            label={words.enterprise}
            placeholder="1.3.6.1.4.1.8072"
            value={draft.enterprise}
            error={errors.enterprise ?? errorOf("enterprise")}
            onChange={(enterprise) => onChange({ enterprise })}
          />
        ) : null}
        <WireField
          id="trap-agent-address"
          label={words.agentAddress}
          placeholder={words.ownAddress}
          value={draft.agent_address}
          error={errorOf("agent_address")}
          onChange={(event) => onChange({ agent_address: event.currentTarget.value })}
        />
      </div>
    </>
  );
}
