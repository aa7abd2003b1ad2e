import { useState } from "react";
import type { TrapDestination } from "../../../api/generated";
import { usePlace } from "../place";
import { useForwardingPushes } from "./asked";
import { DestinationForm } from "./destination-form";
import { Destinations } from "./destinations";
import classes from "./forwarding.module.css";
import { Outbox } from "./outbox";

/** Where rules forward notifications to, and what is on its way there. */
export function Forwarding() {
  const [, go] = usePlace();
  const [form, setForm] = useState<{ destination: TrapDestination | null } | null>(null);
  useForwardingPushes();
  return (
    <div className={classes.page}>
      <Destinations
        onAdd={() => setForm({ destination: null })}
        onEdit={(destination) => setForm({ destination })}
        onShow={({ name }) => go({ destination: name })}
      />
      <Outbox />
      {form ? <DestinationForm destination={form.destination} onClose={() => setForm(null)} /> : null}
    </div>
  );
}
