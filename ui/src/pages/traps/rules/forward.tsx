import { MultiSelect } from "@mantine/core";
import { texts } from "../../../texts";
import { useDestinations } from "../forwarding/asked";

const words = texts.forwarding;

interface ForwardProps {
  chosen: readonly string[];
  error: string | undefined;
  onChange: (chosen: string[]) => void;
}

/** Destinations that what fits is sent to. */
export function Forward({ chosen, error, onChange }: ForwardProps) {
  const asked = useDestinations();
  const names = asked.data?.destinations.map(({ name }) => name) ?? [];
  const isEmpty = asked.isSuccess && names.length === 0 && chosen.length === 0;
  return (
    <MultiSelect
      id="rule-forward"
      label={words.forward}
      description={isEmpty ? words.noDestinations : words.forwardHelp}
      inputWrapperOrder={["label", "input", "error", "description"]}
      // One that was deleted meanwhile is still seen, so that it can be taken away.
      data={[...new Set([...names, ...chosen])]}
      value={[...chosen]}
      disabled={isEmpty}
      error={error}
      onChange={onChange}
    />
  );
}
