import { Popover, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { TrapTemplate } from "../../../api/generated";
import { Problem } from "../../../api/problem";
import { keys, queryClient } from "../../../api/queries";
import { templateCalls } from "../../../api/trap-sending";
import { ActButton } from "../../../components/act-button";
import { AskFirst } from "../../../components/ask-first";
import { ProblemNotice } from "../../../components/states";
import { tellDone } from "../../../components/toasts/toasts";
import { ToolButton } from "../../../components/tool-button";
import { texts } from "../../../texts";
import type { SenderDraft } from "./draft";
import { draftOfTemplate, templateOf } from "./filling";
import classes from "./sender.module.css";

const words = texts.sender;
const askAgain = () => queryClient.invalidateQueries({ queryKey: keys.trapTemplates });

interface TemplatesProps {
  draft: SenderDraft;
  onFill: (change: Partial<SenderDraft>) => void;
}

const keep = ({ name, trap }: TrapTemplate) => templateCalls.save({ name, trap, replace: false }).then(askAgain);

/** Notifications that are kept on the server under a name: filled in, saved, forgotten. */
export function Templates({ draft, onFill }: TemplatesProps) {
  const asked = useQuery({ queryKey: keys.trapTemplates, queryFn: templateCalls.all });
  const templates = asked.data?.templates ?? [];
  const [name, setName] = useState<string | null>(null);
  const choose = (chosen: string | null) => {
    setName(chosen);
    const template = templates.find((one) => one.name === chosen);
    if (template) onFill(draftOfTemplate(template.trap));
  };
  return (
    <div className={classes.templates}>
      <Select
        id="trap-template"
        aria-label={words.template}
        placeholder={templates.length === 0 ? words.noTemplates : words.template}
        data={templates.map((one) => one.name)}
        value={name}
        disabled={templates.length === 0}
        clearable
        searchable
        onChange={choose}
      />
      <SaveTemplate draft={draft} name={name ?? ""} onSaved={setName} />
      {name === null ? null : (
        <AskFirst
          target={(toggle) => (
            <ToolButton
              least="operator"
              icon="trash"
              label={words.deleteTemplate}
              type="button"
              isBare
              onClick={toggle}
            />
          )}
          question={words.deleteTemplateQuestion(name)}
          confirm={words.deleteTemplate}
          failed={words.deleteTemplateFailed}
          act={() => templateCalls.remove(name)}
          onDone={() => {
            setName(null);
            void askAgain();
            const template = templates.find((one) => one.name === name);
            tellDone(texts.toasts.forgotten(name), template && (() => keep(template)));
          }}
        />
      )}
    </div>
  );
}

interface SaveTemplateProps {
  draft: SenderDraft;
  name: string;
  onSaved: (name: string) => void;
}

function SaveTemplate({ draft, name, onSaved }: SaveTemplateProps) {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const saving = useMutation({
    meta: { failed: words.saveTemplateFailed },
    mutationFn: (replace: boolean) => templateCalls.save({ name: typed, trap: { ...templateOf(draft) }, replace }),
    onSuccess: (template) => {
      setOpen(false);
      void askAgain().then(() => onSaved(template.name));
    },
  });
  const isTaken = saving.isError && Problem.from(saving.error).code === "name_taken";
  const toggle = () => {
    saving.reset();
    setTyped(name);
    setOpen(!isOpen);
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    saving.mutate(isTaken);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" offset={4} width={300} trapFocus returnFocus>
      <Popover.Target>
        <ActButton variant="default" type="button" onClick={toggle}>
          {words.saveTemplate}
        </ActButton>
      </Popover.Target>
      <Popover.Dropdown>
        <form className={classes.question} onSubmit={handleSubmit} noValidate>
          <TextInput
            id="trap-template-name"
            label={words.templateName}
            description={words.templateHelp}
            value={typed}
            maxLength={64}
            onChange={(event) => {
              saving.reset();
              setTyped(event.currentTarget.value);
            }}
          />
          {saving.isError ? <ProblemNotice title={words.saveTemplateFailed} cause={saving.error} /> : null}
          <ActButton
            type="submit"
            size="compact-md"
            loading={saving.isPending}
            reason={typed.trim() === "" ? texts.words.nameFirst : undefined}
          >
            {isTaken ? words.replaceTemplate : words.saveTemplate}
          </ActButton>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
