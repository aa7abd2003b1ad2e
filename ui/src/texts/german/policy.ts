import type { Texts } from "../../texts";

export const policy: Texts["policy"] = {
  title: "Notifications",
  labels: {
    keep_rows: "Höchstens behalten",
    keep_days: "Behalten für (Tage)",
    keep_megabytes: "Höchstens behalten (MB)",
    rate_per_source: "Von einem Host genommen (je Sekunde)",
    max_octets: "Größtes Datagramm (Oktette)",
    max_varbinds: "Meiste Variablen einer Notification",
    fold_window_s: "Gleiche Traps zusammenfassen binnen (s)",
    allowed_networks: "Nur aus diesen Netzen genommen",
  },
  help: {
    keep_rows: "Notifications; die ältesten gehen zuerst, angeheftete bleiben. 0 für beliebig viele.",
    keep_days: "0 für immer.",
    keep_megabytes: "Die ganze Datenbank. 0 für jede Größe.",
    rate_per_source: "Was darüber kommt, wird verworfen und gezählt, bevor es gelesen wird. 0 für beliebig viele.",
    max_octets: "0 für jede Größe.",
    max_varbinds: "0 für beliebig viele.",
    fold_window_s:
      "Die erste wird gespeichert, wie sie kam, eine Zeile steht für die anderen. Informs werden nie zusammengefasst. 0 für nein.",
    allowed_networks: "Eine Adresse oder ein Netz je Zeile, etwa 192.0.2.0/24. Leer für alle.",
  },
};
