import { Link } from "wouter";
import type { AppSettingsBody } from "../../api/generated";
import { WireField } from "../../components/forms/fields";
import { formatAddress } from "../../components/values/format";
import { useLive } from "../../live";
import { texts } from "../../texts";
import { appSettings, useAppSettings } from "./app-settings";
import { EditForm } from "./edit-form";
import { LoadedPanel } from "./loaded-panel";
import classes from "./settings.module.css";

const words = texts.settings.addresses;

const services = [
  { name: "simulator_address", live: "simulator", page: "/simulator", example: "127.0.0.1:1061" },
  { name: "receiver_address", live: "traps", page: "/traps?tab=receiver", example: "127.0.0.1:1162" },
] as const;

/** Where the simulator and the receiver listen; the web interface's own address is decided before it starts. */
export function AddressesPanel() {
  return (
    <LoadedPanel title={texts.settings.tabs.addresses} {...appSettings}>
      {(saved) => <AddressesForm saved={saved} />}
    </LoadedPanel>
  );
}

function AddressesForm({ saved }: { saved: AppSettingsBody }) {
  const edits = useAppSettings("addresses", saved, ["simulator_address", "receiver_address"]);
  const { shown, change, errorOf, reply } = edits;
  const said = reply?.restart_required ? <p>{words.later}</p> : reply !== null;
  return (
    <EditForm id="addresses-form" edits={edits} saved={said}>
      <p className={classes.quiet}>{words.help}</p>
      {services.map(({ name, live, page, example }) => (
        <div key={name} className={classes.address}>
          <WireField
            label={words.labels[name]}
            placeholder={example}
            value={shown[name]}
            error={errorOf(name)}
            onChange={(event) => change({ [name]: event.currentTarget.value })}
          />
          <Present live={live} page={page} />
        </div>
      ))}
      <p className={classes.quiet}>{words.caution}</p>
    </EditForm>
  );
}

function Present({ live, page }: { live: "simulator" | "traps"; page: string }) {
  const service = useLive((state) => state[live]);
  if (!service) return null;
  const address = formatAddress(service.host ?? "", service.port ?? 0);
  return (
    <p className={classes.quiet}>
      {service.running ? words.listens(address) : words.stopped(address)}{" "}
      <Link href={page} className={classes.link}>
        {words.go[live]}
      </Link>
    </p>
  );
}
