import { serverCalls } from "../../api/calls";
import type { AboutReply, BundledPackage } from "../../api/generated";
import { keys } from "../../api/queries";
import { CopyButton } from "../../components/copy-button";
import { Facts } from "../../components/panel";
import { type ShortColumn, ShortTable } from "../../components/short-table";
import { texts } from "../../texts";
import { LoadedPanel } from "./loaded-panel";
import classes from "./settings.module.css";

const words = texts.settings.about;

const columns: readonly ShortColumn<BundledPackage>[] = [
  { id: "name", header: words.columns.name, cell: ({ name }) => name, isName: true },
  { id: "version", header: words.columns.version, cell: ({ version }) => <span className="mono">{version}</span> },
  { id: "licence", header: words.columns.licence, cell: ({ licence }) => licence || texts.words.unknown },
  { id: "part", header: words.columns.part, cell: ({ part }) => words.partNames[part] },
];

const about = { queryKey: keys.about, ask: serverCalls.about };

/** What runs here, and whose work it stands on. */
export function AboutPanels() {
  return (
    <>
      <LoadedPanel title={texts.settings.tabs.about} {...about}>
        {(found) => <Program found={found} />}
      </LoadedPanel>
      <LoadedPanel title={words.libraries} isFlush {...about}>
        {(found) => <Libraries found={found} />}
      </LoadedPanel>
    </>
  );
}

function Program({ found }: { found: AboutReply }) {
  const facts = [
    [words.version, `${found.name} ${found.version}`],
    [words.python, found.python],
    [words.sqlite, found.sqlite],
    [words.system, found.system],
  ] as const;
  return (
    <div className={classes.form}>
      <p className={classes.quiet}>{words.description}</p>
      <Facts facts={facts} />
      <div>
        <CopyButton
          label={words.copy}
          isWordy
          text={() => facts.map(([name, value]) => `${name}: ${value}`).join("\n")}
        />
      </div>
    </div>
  );
}

function Libraries({ found }: { found: AboutReply }) {
  return (
    <>
      {found.licence_texts ? (
        <p className={classes.aside}>
          <a className={classes.link} href={found.licence_texts} target="_blank" rel="noreferrer">
            {words.licenceTexts}
          </a>
        </p>
      ) : null}
      <ShortTable
        id="about-libraries"
        label={words.libraries}
        columns={columns}
        rows={found.packages}
        keyOf={({ part, name }) => `${part} ${name}`}
      />
    </>
  );
}
