import { StreamLanguage, type StringStream } from "@codemirror/language";

/** MIB modules as CodeMirror reads them: macros, clauses and types of RFC 2578 to 2580, and of SMIv1. */
const words = (text: string) => text.split(" ");
const macros = words(
  "OBJECT-TYPE MODULE-IDENTITY OBJECT-IDENTITY NOTIFICATION-TYPE TRAP-TYPE TEXTUAL-CONVENTION OBJECT-GROUP " +
    "NOTIFICATION-GROUP MODULE-COMPLIANCE AGENT-CAPABILITIES MACRO",
);
const clauses = words(
  "DEFINITIONS BEGIN END IMPORTS FROM EXPORTS SYNTAX ACCESS MAX-ACCESS MIN-ACCESS STATUS DESCRIPTION REFERENCE INDEX " +
    "IMPLIED AUGMENTS DEFVAL UNITS DISPLAY-HINT LAST-UPDATED ORGANIZATION CONTACT-INFO REVISION OBJECTS NOTIFICATIONS " +
    "ENTERPRISE VARIABLES MODULE MANDATORY-GROUPS GROUP OBJECT WRITE-SYNTAX PRODUCT-RELEASE SUPPORTS INCLUDES VARIATION " +
    "CREATION-REQUIRES SIZE OF IMPLICIT APPLICATION UNIVERSAL",
);
const types = words(
  "INTEGER OCTET STRING IDENTIFIER BITS SEQUENCE CHOICE NULL Integer32 Unsigned32 Gauge32 Counter32 Counter64 " +
    "TimeTicks IpAddress Opaque DisplayString TruthValue RowStatus",
);
const values = words(
  "read-only read-write read-create not-accessible accessible-for-notify current deprecated obsolete",
);

/** What is offered while one types, beside the words of the text itself. */
export const asn1Words: readonly string[] = [...macros, ...clauses, ...types, ...values];

const kinds = new Map<string, string>([
  ...macros.map((word) => [word, "macroName"] as const),
  ...clauses.map((word) => [word, "keyword"] as const),
  ...types.map((word) => [word, "typeName"] as const),
]);

interface State {
  isInText: boolean;
}

function token(stream: StringStream, state: State): string | null {
  if (state.isInText || stream.eat('"')) {
    state.isInText = !stream.skipTo('"');
    if (state.isInText) stream.skipToEnd();
    else stream.next();
    return "string";
  }
  const isFirst = stream.sol();
  if (stream.eatSpace()) return null;
  if (stream.match("--")) {
    // A comment ends with its line, or at the next pair of hyphens (X.208 §8.6).
    while (!stream.eol() && !stream.match("--")) stream.next();
    return "comment";
  }
  if (stream.match("::=")) return "operator";
  if (stream.match(/'[0-9A-Fa-f\s]*'[HhBb]/) || stream.match(/-?\d+/)) return "number";
  const word = stream.match(/[A-Za-z][\w-]*/);
  if (!word || word === true) {
    stream.next();
    return null;
  }
  const kind = kinds.get(word[0] ?? "");
  if (kind) return kind;
  if (isFirst) return "variableName.definition";
  return /^[A-Z]/.test(word[0] ?? "") ? "typeName" : null;
}

export const asn1 = StreamLanguage.define<State>({
  name: "asn1",
  startState: () => ({ isInText: false }),
  token,
  languageData: { commentTokens: { line: "--" }, closeBrackets: { brackets: ["(", "{"] }, wordChars: "-" },
});
