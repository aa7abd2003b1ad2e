export const policy = {
  title: "Notifications",
  labels: {
    keep_rows: "Keep at most",
    keep_days: "Keep for (days)",
    keep_megabytes: "Keep at most (MB)",
    rate_per_source: "Taken from one host (a second)",
    max_octets: "Largest datagram (octets)",
    max_varbinds: "Most variables of a notification",
    fold_window_s: "Fold equal traps within (s)",
    allowed_networks: "Taken from these networks only",
  },
  help: {
    keep_rows: "Notifications; the oldest go first, pinned ones stay. 0 for any number.",
    keep_days: "0 for ever.",
    keep_megabytes: "The whole database. 0 for any size.",
    rate_per_source: "What comes above is dropped and counted before it is read. 0 for any number.",
    max_octets: "0 for any size.",
    max_varbinds: "0 for any number.",
    fold_window_s: "The first is stored as it came, one row stands for the others. Informs are never folded. 0 for no.",
    allowed_networks: "One address or network a line, such as 192.0.2.0/24. Empty for all.",
  },
};
