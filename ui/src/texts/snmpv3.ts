/** The SNMPv3 engine of a service: who it is and whom it believes. */
export const snmpv3 = {
  title: "SNMPv3",
  engine: "Engine ID",
  copyEngineId: "Copy the engine ID",
  starts: "Boots",
  startsHelp: "snmpEngineBoots: how often this engine has started",
  users: "Users",
  noUsers: "none",
  noUsersHelp: "Save a user under Settings, Credentials, and allow it here.",
  refused: (count: number) => (count === 1 ? "1 user cannot be used" : `${count} users cannot be used`),
  anotherEngine: "This engine is a new one",
};
