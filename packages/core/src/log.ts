/**
 * One line for the log, which Lambda writes as JSON with its own time and level. Callers pass ids and names, never bodies, tokens,
 * e-mails or postal addresses.
 */
export function log(
  level: "info" | "warn" | "error",
  text: string,
  fields: Record<string, unknown> = {},
): void {
  console[level]({ text, ...fields });
}

/** An error with its causes, as plain data; the stack is that of where it all began. */
export function describe(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  return { name, message, ...(cause === undefined ? { stack } : { cause: describe(cause) }) };
}
