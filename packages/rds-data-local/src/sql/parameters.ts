import { ServiceError } from "../api/error.ts";
import type { SqlParameter } from "../api/request.ts";

/** A value in PostgreSQL's text form, and the type it is bound as. Without a type, the database infers it. */
export interface Bound {
  cast: string | undefined;
  value: string | null;
}

interface Hint {
  cast: string;
  form: RegExp;
  /** The name in the service's message. */
  name: string;
}

// The service accepts more digits than its documentation says: Python clients send microseconds.
const TIME_OF_DAY = "\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?";
const HINTS: Record<string, Hint> = {
  DATE: { name: "Date", cast: "date", form: /^\d{4}-\d\d-\d\d$/ },
  DECIMAL: { name: "Decimal", cast: "numeric", form: /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/ },
  JSON: { name: "Json", cast: "jsonb", form: /\S/ },
  TIME: { name: "Time", cast: "time", form: new RegExp(`^${TIME_OF_DAY}$`) },
  TIMESTAMP: {
    name: "TimeStamp",
    cast: "timestamp",
    form: new RegExp(`^\\d{4}-\\d\\d-\\d\\d ${TIME_OF_DAY}$`),
  },
  UUID: { name: "Uuid", cast: "uuid", form: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i },
};

/**
 * Binds a parameter as the service does. A string without a hint is text, not "unknown", so `uuid = :id` fails here as on
 * AWS. Refuses arrays.
 */
export function bind({ name, typeHint, value = {} }: SqlParameter): Bound {
  const hint = typeHint == null ? undefined : HINTS[typeHint];
  if (typeHint != null && !hint) {
    throw invalid(
      `Value '${typeHint}' at 'typeHint' failed to satisfy constraint: Member must satisfy enum value set: [${Object.keys(HINTS).join(", ")}]`,
    );
  }
  if (value.isNull) return { cast: hint?.cast, value: null };
  if (value.stringValue != null) return bindString(String(value.stringValue), hint);
  if (value.longValue != null) return { cast: "bigint", value: whole(name, value.longValue) };
  if (value.doubleValue != null) return { cast: "double precision", value: String(value.doubleValue) };
  if (value.booleanValue != null) return { cast: "boolean", value: String(value.booleanValue) };
  if (value.blobValue != null) {
    return { cast: "bytea", value: `\\x${Buffer.from(String(value.blobValue), "base64").toString("hex")}` };
  }
  if (value.arrayValue != null) throw invalid("Array parameters are not supported.");
  throw new ServiceError("BadRequestException", `Parameter "${name}" has no value.`);
}

function bindString(text: string, hint: Hint | undefined): Bound {
  if (hint && !hint.form.test(text)) {
    throw new ServiceError(
      "DatabaseErrorException",
      `Parse Error for ${hint.name}: input contains invalid characters`,
    );
  }
  return { cast: hint?.cast ?? "text", value: text };
}

function whole(name: string, value: unknown): string {
  if (typeof value === "number" && Number.isInteger(value)) return BigInt(value).toString();
  if (typeof value === "string" && /^-?\d+$/.test(value)) return value;
  throw invalid(`longValue of parameter "${name}" must be a whole number`);
}

const invalid = (message: string) => new ServiceError("ValidationException", message);
