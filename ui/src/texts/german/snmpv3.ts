import type { Texts } from "../../texts";

export const snmpv3: Texts["snmpv3"] = {
  title: "SNMPv3",
  engine: "Engine-ID",
  copyEngineId: "Engine-ID kopieren",
  starts: "Boots",
  startsHelp: "snmpEngineBoots: wie oft diese Engine gestartet ist",
  users: "Benutzer",
  noUsers: "keine",
  noUsersHelp: "Unter Einstellungen, SNMP-Zugangsdaten, einen Benutzer speichern und hier erlauben.",
  refused: (count) => (count === 1 ? "1 Benutzer ist nicht brauchbar" : `${count} Benutzer sind nicht brauchbar`),
  anotherEngine: "Diese Engine ist eine neue",
};
