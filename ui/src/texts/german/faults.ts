import type { Texts } from "../../texts";

export const faultKinds: Texts["faultKinds"] = {
  silence: { label: "Schweigen", effect: "Anfragen werden nicht einmal angesehen." },
  error_status: {
    label: "Fehlerstatus",
    effect: "Die Anfrage wird mit einem error-status abgelehnt; ein SET ändert nichts.",
  },
  too_big: {
    label: "Zu groß",
    effect: "Antworten mit mehr als einer Anzahl von Bindungen oder Oktetten sind stattdessen tooBig.",
  },
  empty: { label: "Leere Antwort", effect: "Die Antwort hat keine variablen Bindungen und keinen Fehler." },
  end_of_mib: {
    label: "MIB endet zu früh",
    effect: "GETNEXT und GETBULK hören, dass nichts mehr folgt, obwohl etwas folgt.",
  },
  endless_walk: {
    label: "Endloser Walk",
    effect: "Wo das Gerät oder der Teilbaum des Fehlers endet, werden ohne Ende Instanzen erfunden.",
  },
  non_increasing: {
    label: "OID steigt nicht",
    effect:
      "Die letzte Bindung, die GETNEXT oder GETBULK beantwortet, hat den Namen aus der Frage: Ein Walk dreht sich im Kreis.",
  },
  out_of_order: {
    label: "Zeilen durcheinander",
    effect: "Die Bindungen einer Antwort kommen in umgekehrter Reihenfolge.",
  },
  uptime_wrap: {
    label: "sysUpTime läuft über",
    effect: "sysUpTime.0 ist so weit, dass es einige Sekunden nach dem Setzen des Fehlers auf 0 überläuft.",
  },
  wrong_request_id: { label: "Falsche Request-ID", effect: "Die Antwort hat die Request-ID plus eins." },
  cut_request_id: {
    label: "Request-ID auf 16 Bit gekürzt",
    effect: "Die Antwort hat nur die unteren 16 Bit der Request-ID.",
  },
  non_minimal_integers: {
    label: "Zahlen mit überflüssigen Oktetten",
    effect: "Jeder INTEGER der Antwort hat ein führendes Oktett mehr, als BER erlaubt.",
  },
  wrong_community: {
    label: "Falsche Community",
    effect: "Die Antwort in SNMPv1 und v2c hat eine andere Community als die Anfrage.",
  },
  malformed: {
    label: "Fehlerhaftes BER",
    effect: "Die Länge der Liste der Bindungen nennt mehr Oktette, als da sind.",
  },
  boots_back: {
    label: "Boots gehen zurück",
    effect: "SNMPv3-Antworten haben andere snmpEngineBoots, wie von einer Engine, die sie nicht behalten hat.",
  },
  time_off: {
    label: "Zeit der Engine geht falsch",
    effect: "SNMPv3-Antworten haben eine andere snmpEngineTime als die Engine.",
  },
  other_engine: { label: "Andere Engine-ID", effect: "SNMPv3-Antworten haben eine andere Engine-ID als die Anfrage." },
  wrong_digest: {
    label: "Falscher Digest",
    effect: "Ein Bit im Digest authentifizierter SNMPv3-Antworten ist falsch.",
  },
  truncated: {
    label: "Abgeschnitten",
    effect: "Nur die ersten Oktette der Antwort werden gesendet; wenn nichts anderes angegeben ist, die Hälfte.",
  },
  loss: { label: "Verlust", effect: "Die Anfrage wird ausgeführt, aber ihre Antwort geht verloren." },
  delay: { label: "Verzögerung", effect: "Die Antwort wird später gesendet; niemand sonst wartet darauf." },
  reorder: { label: "Umgeordnet", effect: "Die Antwort wird kurz zurückgehalten, so dass spätere sie überholen." },
  duplicate: { label: "Verdoppelt", effect: "Die Antwort wird mehr als einmal gesendet." },
  other_port: {
    label: "Antwort von anderem Port",
    effect: "Die Antwort über UDP kommt von einem anderen Port, als gefragt wurde.",
  },
};

export const faultPresets: Texts["faultPresets"] = {
  uptime_wrap: {
    label: "sysUpTime läuft nach 497 Tagen über",
    story:
      "sysUpTime zählt 2^32 Hundertstelsekunden und beginnt von vorn, hier in zehn Sekunden: scheinbar ein Neustart.",
  },
  boots_not_kept: {
    label: "Boots überstehen keinen Neustart",
    story:
      "Nach drei Antworten nennt die SNMPv3-Engine weniger Boots: Manager halten ihre Antworten für Wiederholungen.",
  },
  cut_request_id: {
    label: "Request-ID auf 16 Bit gekürzt",
    story: "Das Gerät behält 16 Bit der Request-ID, so dass seine Antworten zu keiner Anfrage gehören.",
  },
  non_minimal_integers: {
    label: "Zahlen mit überflüssigen Oktetten",
    story: "Zahlen haben mehr Oktette, als BER erlaubt; wer streng liest, lehnt die ganze Antwort ab.",
  },
  endless_answers: {
    label: "Endlose Antworten auf unbekannte OIDs",
    story: "Hinter seiner letzten Instanz erfindet das Gerät für jede Frage noch eine: Ein Walk endet nie.",
  },
  rows_out_of_order: {
    label: "Zeilen durcheinander bei vielen Wiederholungen",
    story: "Antworten auf GETBULK mit mehr als zehn Bindungen haben ihre Zeilen in falscher Reihenfolge.",
  },
  large_answers_lost: {
    label: "Große Antworten kommen nie an",
    story:
      "Antworten auf GETBULK, die nicht in einen Ethernet-Rahmen passen, gehen verloren, wie dort, wo Fragmente verworfen werden.",
  },
  empty_response: { label: "Leere Antwort", story: "Das Gerät antwortet ohne eine variable Bindung und ohne Fehler." },
};
