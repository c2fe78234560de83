import { ServiceError } from "./error.ts";
import { LIMITS } from "./limits.ts";

export const OPERATIONS = {
  "/Execute": "ExecuteStatement",
  "/BatchExecute": "BatchExecuteStatement",
  "/BeginTransaction": "BeginTransaction",
  "/CommitTransaction": "CommitTransaction",
  "/RollbackTransaction": "RollbackTransaction",
} as const;

export type Operation = (typeof OPERATIONS)[keyof typeof OPERATIONS];

export interface SqlParameter {
  name: string;
  typeHint?: string;
  value?: Partial<
    Record<
      "isNull" | "stringValue" | "longValue" | "doubleValue" | "booleanValue" | "blobValue" | "arrayValue",
      unknown
    >
  >;
}

/** The body of a request, for any operation. `parseRequest` has checked the fields that the operation needs. */
export interface Request {
  resourceArn: string;
  secretArn: string;
  database?: string;
  sql: string;
  transactionId?: string;
  parameters?: SqlParameter[];
  parameterSets?: SqlParameter[][];
  includeResultMetadata?: boolean;
  continueAfterTimeout?: boolean;
  formatRecordsAs?: "JSON" | "NONE";
  resultSetOptions?: ResultSetOptions;
}

export interface ResultSetOptions {
  longReturnType?: "LONG" | "STRING";
  decimalReturnType?: "STRING" | "DOUBLE_OR_LONG";
}

/** Reads a body. Refuses fields that are missing, too long, of the wrong type or not supported, as the service does. */
export function parseRequest(operation: Operation, body: Buffer): Request {
  const fields = parseJson(body);
  requireText(fields, "resourceArn", LIMITS.arnCharacters.most, LIMITS.arnCharacters.least);
  requireText(fields, "secretArn", LIMITS.arnCharacters.most, LIMITS.arnCharacters.least);
  if (operation === "ExecuteStatement" || operation === "BatchExecuteStatement") {
    requireText(fields, "sql", LIMITS.sqlCharacters);
  }
  if (
    operation === "CommitTransaction" ||
    operation === "RollbackTransaction" ||
    fields.transactionId != null
  ) {
    requireText(fields, "transactionId", LIMITS.transactionIdCharacters);
  }
  if (fields.database != null) requireText(fields, "database", LIMITS.databaseCharacters, 0);
  if (fields.schema != null) throw invalid("The schema parameter isn't supported.");
  requireParameters(fields.parameters ?? [], "parameters");
  const sets = fields.parameterSets ?? [];
  if (!Array.isArray(sets)) throw invalid("parameterSets must be a list");
  for (const set of sets) requireParameters(set, "parameterSets");
  requireOneOf(fields, "formatRecordsAs", ["JSON", "NONE"]);
  const options = fields.resultSetOptions ?? {};
  if (!isRecord(options)) throw invalid("resultSetOptions must be a structure");
  requireOneOf(options, "longReturnType", ["LONG", "STRING"]);
  requireOneOf(options, "decimalReturnType", ["STRING", "DOUBLE_OR_LONG"]);
  return fields as unknown as Request;
}

type Fields = Record<string, unknown>;

// A JavaScript number may not represent an integer of 16 digits or more, so it stays text.
const LARGE_LONG = /"longValue"\s*:\s*(-?\d{16,})(?=\s*[,}])/g;

function parseJson(body: Buffer): Fields {
  try {
    const fields: unknown = JSON.parse(body.toString().replace(LARGE_LONG, '"longValue":"$1"'));
    if (isRecord(fields)) return fields;
  } catch {}
  throw new ServiceError("SerializationException", "The body is not a JSON object.");
}

function requireText(fields: Fields, name: string, most: number, least = 1): void {
  const value = fields[name];
  if (value == null) throw unsatisfied("null", name, "Member must not be null");
  if (typeof value !== "string") throw invalid(`${name} must be a string`);
  if (value.length < least) {
    throw unsatisfied(`'${value}'`, name, `Member must have length greater than or equal to ${least}`);
  }
  if (value.length > most) {
    throw unsatisfied(
      `'${value.slice(0, 50)}…'`,
      name,
      `Member must have length less than or equal to ${most}`,
    );
  }
}

function requireParameters(list: unknown, name: string): void {
  const isParameter = (item: unknown) =>
    isRecord(item) && typeof item.name === "string" && (item.value === undefined || isRecord(item.value));
  if (!Array.isArray(list) || !list.every(isParameter))
    throw invalid(`${name} must hold parameters with a name and a value`);
}

function requireOneOf(fields: Fields, name: string, allowed: string[]): void {
  const value = fields[name];
  if (value == null || allowed.includes(String(value))) return;
  throw unsatisfied(`'${value}'`, name, `Member must satisfy enum value set: [${allowed.join(", ")}]`);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const invalid = (message: string) => new ServiceError("ValidationException", message);
const unsatisfied = (value: string, name: string, constraint: string) =>
  invalid(
    `1 validation error detected: Value ${value} at '${name}' failed to satisfy constraint: ${constraint}`,
  );
