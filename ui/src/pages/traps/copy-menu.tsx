import { Menu } from "@mantine/core";
import type { TrapDetail } from "../../api/generated";
import { useCopied } from "../../components/copy-button";
import { ToolButton } from "../../components/tool-button";
import { texts } from "../../texts";
import { curlLine, pythonLines } from "./scripts";
import { snmptrapLine } from "./snmptrap-line";

const words = texts.traps;

const copies: Record<keyof typeof words.copies, (detail: TrapDetail) => string> = {
  snmptrap: snmptrapLine,
  curl: (detail) => curlLine(detail, window.location.origin),
  python: pythonLines,
  json: ({ tree: _tree, ...record }) => JSON.stringify(record, null, 2),
  hex: ({ raw_hex }) => raw_hex,
};

/** A notification in the language in which it is needed. */
export function CopyMenu({ record }: { record: TrapDetail }) {
  const [isCopied, copy] = useCopied();
  return (
    <Menu position="bottom-end" offset={4}>
      <Menu.Target>
        <ToolButton
          icon={isCopied ? "check" : "copy"}
          label={isCopied ? texts.words.copied : words.copyAs}
          aria-live="polite"
        />
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(copies) as (keyof typeof copies)[]).map((kind) => (
          <Menu.Item key={kind} onClick={() => copy(copies[kind](record))}>
            {words.copies[kind]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
