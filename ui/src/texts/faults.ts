/** What each kind of fault is called and does, as `engine/faults` says it, word for word, which a test compares. */
export const faultKinds = {
  silence: { label: "Silence", effect: "Requests are not even looked at." },
  error_status: {
    label: "Error status",
    effect: "The request is refused with an error-status; a SET changes nothing.",
  },
  too_big: { label: "Too big", effect: "Answers of more than a number of bindings or octets are tooBig instead." },
  empty: { label: "Empty response", effect: "The answer has no variable bindings and no error." },
  end_of_mib: {
    label: "End of MIB too early",
    effect: "GETNEXT and GETBULK are told that nothing follows, though something does.",
  },
  endless_walk: {
    label: "Endless walk",
    effect: "Where the device, or the subtree of the fault, ends, instances are invented for ever.",
  },
  non_increasing: {
    label: "OID not increasing",
    effect:
      "The last binding that answers a GETNEXT or GETBULK has the name that was asked for: a walk turns in a circle.",
  },
  out_of_order: { label: "Rows out of order", effect: "The bindings of an answer come in the reverse order." },
  uptime_wrap: {
    label: "sysUpTime wraps",
    effect: "sysUpTime.0 is so far that it wraps to 0 some seconds after the fault was set.",
  },
  wrong_request_id: { label: "Wrong request-id", effect: "The answer has the request-id plus one." },
  cut_request_id: {
    label: "Request-id cut to 16 bits",
    effect: "The answer has the lower 16 bits of the request-id only.",
  },
  non_minimal_integers: {
    label: "Integers with needless octets",
    effect: "Each INTEGER of the answer has one leading octet more than BER allows.",
  },
  wrong_community: {
    label: "Wrong community",
    effect: "The answer of SNMPv1 and v2c has another community than the request.",
  },
  malformed: {
    label: "Malformed BER",
    effect: "The length of the variable-bindings list claims more octets than there are.",
  },
  boots_back: {
    label: "Boots go back",
    effect: "SNMPv3 answers have other snmpEngineBoots, as of an engine that did not keep them.",
  },
  time_off: { label: "Engine time is off", effect: "SNMPv3 answers have another snmpEngineTime than the engine." },
  other_engine: { label: "Other engine ID", effect: "SNMPv3 answers have another engine ID than the request." },
  wrong_digest: { label: "Wrong digest", effect: "One bit of the digest of authenticated SNMPv3 answers is wrong." },
  truncated: {
    label: "Truncated",
    effect: "Only the first octets of the answer are sent; half of them unless told otherwise.",
  },
  loss: { label: "Loss", effect: "The request is carried out, but its answer is lost." },
  delay: { label: "Delay", effect: "The answer is sent later; nobody else waits for it." },
  reorder: { label: "Reorder", effect: "The answer is held back for a short time, so that later ones overtake it." },
  duplicate: { label: "Duplicate", effect: "The answer is sent more than once." },
  other_port: {
    label: "Answer from another port",
    effect: "The answer over UDP comes from another port than was asked.",
  },
};

/** Faults that real devices were reported to have, with their stories: the presets of the simulator, word for word. */
export const faultPresets = {
  uptime_wrap: {
    label: "sysUpTime wraps after 497 days",
    story: "sysUpTime counts 2^32 hundredths of a second and starts again, here in ten seconds: a reboot, it seems.",
  },
  boots_not_kept: {
    label: "Boots not kept over a reboot",
    story: "After three answers the SNMPv3 engine tells fewer boots: managers take its answers for replays.",
  },
  cut_request_id: {
    label: "Request-id cut to 16 bits",
    story: "The device keeps 16 bits of the request-id, so that its answers belong to no request.",
  },
  non_minimal_integers: {
    label: "Integers with needless octets",
    story: "Integers have more octets than BER allows; a strict reader refuses the whole answer.",
  },
  endless_answers: {
    label: "Endless answers to unknown OIDs",
    story: "Behind its last instance the device invents another one for every question: a walk never ends.",
  },
  rows_out_of_order: {
    label: "Rows out of order with many repetitions",
    story: "Answers to GETBULK of more than ten bindings have their rows in the wrong order.",
  },
  large_answers_lost: {
    label: "Large answers never arrive",
    story: "Answers to GETBULK that do not fit one Ethernet frame are lost, as where fragments are dropped.",
  },
  empty_response: {
    label: "Empty response",
    story: "The device answers without any variable binding and without an error.",
  },
};
