import { Button } from "@mantine/core";
import { useState } from "react";
import { ActButton } from "../../../components/act-button";
import { Loaded } from "../../../components/loaded";
import { EmptyState, Notice, Strip } from "../../../components/states";
import { ToolButton } from "../../../components/tool-button";
import { formatCount } from "../../../components/values/format";
import { texts } from "../../../texts";
import { NEW_RULE, nowhere, usePlace } from "../place";
import { useRules } from "./asked";
import { Editor } from "./editor";
import { RuleList } from "./list";
import classes from "./rules.module.css";
import { Suggestions } from "./suggestions";

const words = texts.rules;

/** What is done with notifications that a search fits, in the order in which it is done. */
export function Rules() {
  const [{ rule: openRule }, go] = usePlace();
  const [isSuggesting, setSuggesting] = useState(false);
  const asked = useRules();
  const rules = asked.data?.rules ?? [];
  const waiting = asked.data?.waiting ?? 0;
  const open = rules.find(({ id }) => String(id) === openRule) ?? null;
  const close = () => go({ rule: nowhere.rule });
  const begin = () => go({ rule: NEW_RULE });
  const suggest = () => setSuggesting(true);
  return (
    <div className={classes.page} data-open={openRule !== "" || undefined}>
      <section className={classes.list} aria-label={words.title}>
        <div className={classes.head}>
          <span className={classes.quiet} role="status">
            {rules.length > 0 ? words.count(formatCount(rules.length), rules.length === 1) : ""}
            {waiting > 0 ? `. ${words.waiting(formatCount(waiting))}` : ""}
          </span>
          <div className={classes.acts}>
            <ToolButton id="rule-suggest" icon="mibs" label={words.suggestions} isWordy onClick={suggest} />
            <ToolButton least="operator" id="rule-add" icon="plus" label={words.add} isWordy onClick={begin} />
          </div>
        </div>
        <Loaded asked={asked} failed={words.loadFailed} isFlush>
          {() =>
            rules.length === 0 ? (
              <EmptyState title={words.empty} help={words.emptyHelp}>
                <div className={classes.acts}>
                  <ActButton size="compact-md" onClick={begin}>
                    {words.add}
                  </ActButton>
                  <Button variant="default" size="compact-md" onClick={suggest}>
                    {words.suggestions}
                  </Button>
                </div>
              </EmptyState>
            ) : (
              <RuleList rules={rules} openId={open?.id ?? null} onOpen={(id) => go({ rule: String(id) })} />
            )
          }
        </Loaded>
      </section>
      {openRule === NEW_RULE ? (
        <Editor
          key={NEW_RULE}
          rule={null}
          onSaved={({ id }) => go({ rule: String(id) }, { replace: true })}
          onClose={close}
        />
      ) : open ? (
        <Editor key={open.id} rule={open} onSaved={() => {}} onClose={close} />
      ) : openRule !== "" && asked.isSuccess ? (
        <section className={classes.editor}>
          <Strip>
            <Notice
              kind="info"
              title={words.gone}
              action={<ToolButton icon="close" label={words.close} isBare onClick={close} />}
            >
              <p>{words.goneHelp}</p>
            </Notice>
          </Strip>
        </section>
      ) : null}
      {isSuggesting ? <Suggestions rules={rules} onClose={() => setSuggesting(false)} /> : null}
    </div>
  );
}
