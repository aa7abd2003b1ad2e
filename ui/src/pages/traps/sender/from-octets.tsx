import { Button, FileButton, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { NotificationsRead, ReadNotification } from "../../../api/generated";
import { runCalls } from "../../../api/trap-sending";
import { ActButton } from "../../../components/act-button";
import { Dialog } from "../../../components/dialog";
import { Notice, ProblemNotice } from "../../../components/states";
import { formatCount, formatElapsed } from "../../../components/values/format";
import { texts } from "../../../texts";
import type { SenderDraft } from "./draft";
import { draftOfRead } from "./filling";
import classes from "./sender.module.css";

const words = texts.sender;
const SHOWN = 100;

interface FromOctetsProps {
  onFill: (change: Partial<SenderDraft>) => void;
  onSendAll: (notifications: readonly ReadNotification[]) => void;
}

/** Notifications out of hexadecimal, a dump or a capture: one into the form, or all of them sent as they came. */
export function FromOctets({ onFill, onSendAll }: FromOctetsProps) {
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const reading = useMutation({ meta: { failed: words.readFailed }, mutationFn: runCalls.read });
  const close = () => setOpen(false);
  const readFile = async (file: File | null) => {
    if (file) reading.mutate({ capture: base64Of(new Uint8Array(await file.arrayBuffer())) });
  };
  return (
    <>
      <Button id="trap-from-octets" variant="default" type="button" onClick={() => setOpen(true)}>
        {words.fromOctets}
      </Button>
      <Dialog label={words.fromOctetsTitle} isTitled size_px={720} isOpen={isOpen} onClose={close}>
        <div className={classes.octets}>
          <Textarea
            id="trap-octets"
            label={words.octets}
            description={words.octetsHelp}
            autosize
            minRows={3}
            maxRows={10}
            spellCheck={false}
            classNames={{ input: "mono" }}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <div className={classes.answers}>
            <FileButton onChange={(file) => void readFile(file)}>
              {(props) => (
                <Button {...props} variant="default" size="compact-md">
                  {words.chooseCapture}
                </Button>
              )}
            </FileButton>
            <ActButton
              id="trap-octets-read"
              least="viewer"
              size="compact-md"
              reason={typed.trim() === "" ? words.octetsFirst : undefined}
              loading={reading.isPending}
              onClick={() => reading.mutate({ text: typed })}
            >
              {words.read}
            </ActButton>
          </div>
          {reading.isError ? <ProblemNotice title={words.readFailed} cause={reading.error} /> : null}
          {reading.data ? (
            <Found
              read={reading.data}
              onUse={(one) => {
                onFill(draftOfRead(one));
                close();
              }}
              onSendAll={() => {
                onSendAll(reading.data.notifications);
                close();
              }}
            />
          ) : null}
        </div>
      </Dialog>
    </>
  );
}

/** In pieces: a call takes so many arguments only. */
function base64Of(octets: Uint8Array): string {
  let text = "";
  for (let at = 0; at < octets.length; at += 0x8000) text += String.fromCharCode(...octets.subarray(at, at + 0x8000));
  return btoa(text);
}

interface FoundProps {
  read: NotificationsRead;
  onUse: (one: ReadNotification) => void;
  onSendAll: () => void;
}

function Found({ read, onUse, onSendAll }: FoundProps) {
  const { notifications, passed_over, is_cut, broken } = read;
  return (
    <>
      {broken ? <Notice kind="warning" title={words.broken(broken)} /> : null}
      {is_cut ? <Notice kind="info" title={words.isCut(formatCount(notifications.length))} /> : null}
      {passed_over.length > 0 ? (
        <Notice kind="info" title={words.passedOver(passed_over.length)}>
          {passed_over.slice(0, 5).map(({ number, reason }) => (
            <p key={number}>{words.passedOverOne(number, reason)}</p>
          ))}
        </Notice>
      ) : null}
      {notifications.length === 0 ? <p>{words.nothingRead}</p> : null}
      <ul className={classes.found}>
        {notifications.slice(0, SHOWN).map((one) => (
          <li key={one.number} className={classes.foundRow}>
            <span className="num">{one.after_s > 0 ? `+${formatElapsed(one.after_s)}` : `#${one.number}`}</span>
            <span className={classes.foundName}>
              {one.name} <span className={classes.outcomeTime}>{`v${one.version} ${one.kind} ${one.source}`}</span>
            </span>
            <Button variant="default" size="compact-sm" onClick={() => onUse(one)}>
              {words.use}
            </Button>
          </li>
        ))}
      </ul>
      {notifications.length > 1 ? (
        <div className={classes.answers}>
          <Button id="trap-octets-send" size="compact-md" onClick={onSendAll}>
            {words.sendAll(formatCount(notifications.length))}
          </Button>
        </div>
      ) : null}
    </>
  );
}
