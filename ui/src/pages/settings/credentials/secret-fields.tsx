import { PasswordInput, Select } from "@mantine/core";
import { texts } from "../../../texts";
import type { SecretKind } from "./draft";

const words = texts.credentials;
const kinds = (Object.keys(words.secretKinds) as SecretKind[]).map((value) => ({
  value,
  label: words.secretKinds[value],
}));

interface SecretFieldsProps {
  part: "auth" | "priv";
  kind: SecretKind;
  secret: string;
  /** One is saved already and stays where nothing is typed. */
  isKept: boolean;
  error: string | undefined;
  onKind: (kind: SecretKind) => void;
  onSecret: (secret: string) => void;
}

/** What a key is made of, and the secret itself. */
export function SecretFields({ part, kind, secret, isKept, error, onKind, onSecret }: SecretFieldsProps) {
  return (
    <>
      <Select
        id={`credential-${part}-kind`}
        label={part === "auth" ? words.authSecretKind : words.privSecretKind}
        data={kinds}
        value={kind}
        allowDeselect={false}
        onChange={(chosen) => chosen && onKind(chosen as SecretKind)}
      />
      <PasswordInput
        id={`credential-${part}-secret`}
        label={part === "auth" ? words.authPassword : words.privPassword}
        autoComplete="new-password"
        placeholder={isKept ? words.keep : ""}
        value={secret}
        error={error ?? null}
        onChange={(event) => onSecret(event.currentTarget.value)}
      />
    </>
  );
}
