/** The part of the API's problem that forms read. */
export interface FormProblem {
  code: string;
  detail: string;
  errors?: { pointer: string; message: string }[] | undefined;
}

/** What is wrong with each field, by the field's name. */
export type FieldErrors = Record<string, string>;

/**
 * Finds the field of each error of a problem. `root` is the pointer to the object whose members have the fields' names, such as
 * `#/shippingAddress/`. `rest` has the errors that belong to none of the fields.
 */
export function errorsOfFields({ errors = [] }: FormProblem, names: string[], root = "#/") {
  const fields: FieldErrors = {};
  const rest: string[] = [];
  for (const { pointer, message } of errors) {
    const name = pointer.startsWith(root) ? unescapePointer(pointer.slice(root.length)) : "";
    if (!names.includes(name)) rest.push(`${pointer}: ${message}`);
    else fields[name] ??= message;
  }
  return { fields, rest };
}

const unescapePointer = (segment: string) => segment.replaceAll("~1", "/").replaceAll("~0", "~");

/** What a browser finds wrong with a field before it is sent. Undefined: nothing. */
export function faultOf({ validity, value }: { validity: ValidityState; value: string }) {
  if (validity.valueMissing || (validity.valid && value !== "" && value.trim() === "")) return "missing";
  if (validity.typeMismatch) return "email";
  return undefined;
}
