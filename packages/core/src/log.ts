/**
 * Writes one line to the log. Lambda writes it as JSON and adds the time and the level. Pass IDs and names,
 * but never bodies, tokens, e-mails or postal addresses.
 */
export function log(
  level: "info" | "warn" | "error",
  text: string,
  fields: Record<string, unknown> = {},
): void {
  console[level]({ text, ...fields });
}

/** An error and its causes as plain data, with the stack of the first cause. */
export function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  return { name, message, ...(cause === undefined ? { stack } : { cause: describe(cause) }) };
}
