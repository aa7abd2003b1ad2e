import { trapCalls } from "../../api/calls";
import { AskFirst } from "../../components/ask-first";
import { ToolButton } from "../../components/tool-button";
import { formatCount } from "../../components/values/format";
import { liveStore } from "../../live";
import { storedTotal } from "../../live/refill";
import { texts } from "../../texts";

const words = texts.traps;

/** Asked once more, because nothing brings them back. */
export function DeleteAll({ total, onDeleted }: { total: number; onDeleted: () => void }) {
  const handleDone = () => {
    liveStore.notifications.clear();
    storedTotal.set(0);
    onDeleted();
  };
  return (
    <AskFirst
      target={(toggle) => (
        <ToolButton
          least="operator"
          icon="trash"
          label={words.deleteAll}
          reason={total === 0 ? texts.words.nothingThere : undefined}
          onClick={toggle}
        />
      )}
      question={words.deleteQuestion(formatCount(total))}
      confirm={words.deleteConfirm}
      failed={words.deleteFailed}
      act={trapCalls.deleteAll}
      done={words.deleted(formatCount(total), total === 1)}
      onDone={handleDone}
    />
  );
}
