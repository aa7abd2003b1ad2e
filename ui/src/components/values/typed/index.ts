/** Values as people type them, by what the MIB says of their type; what is typed is always a text that the server reads. */
export { factsOfObject, factsOfType, kindOf, type ValueFacts } from "./facts";
export { labelOptions } from "./labels";
export { exampleOf, firstText, typedValue } from "./texts";
export { TypedValueField } from "./typed-value-field";
export { ValuePicker } from "./value-picker";
