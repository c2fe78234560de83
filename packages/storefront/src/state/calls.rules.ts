export interface StoreCall {
  /** The operation, such as `dynamodb.BatchGetItem`. */
  name: string;
  ms: number;
  /** Undefined: the first attempt succeeded. */
  note: string | undefined;
}

/** Reads `server-timing`: the shop names each store call in order, and then the total, which is left out. */
export const readTiming = (header: string): StoreCall[] =>
  header
    .split(",")
    .map((metric) => metric.trim().split(";"))
    .filter(([name]) => name && name !== "total")
    .map(([name = "", ...parameters]) => ({
      name,
      ms: Number(parameterOf(parameters, "dur") ?? 0),
      note: parameterOf(parameters, "desc")?.replaceAll('"', ""),
    }));

const parameterOf = (parameters: string[], name: string): string | undefined =>
  parameters.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

/** What AWS charges in us-east-1, in dollars. On-demand prices per million, from the pages of each service (November 2026). */
const DOLLARS_PER_MILLION: Record<string, number> = {
  edge: 1,
  gateway: 1,
  /** Lambda's requests. Its time is counted apart. */
  function: 0.2,
  "dynamodb.read": 0.125,
  "dynamodb.write": 0.625,
  "data-api": 0.35,
};
/** Lambda on arm64: dollars for each GB and second. The Api function has 1 GB. */
const DOLLARS_PER_GB_SECOND = 0.0000133334;

const isWrite = (name: string) => /Put|Update|Delete|Write/.test(name);

/**
 * What one request costs in dollars, by part. An estimate: one unit for each DynamoDB call, and no share of Aurora, which is
 * charged by the hour.
 */
export function costOf(stores: StoreCall[], { isEdgeHit, ms }: { isEdgeHit: boolean; ms: number }) {
  const per = (part: string) => (DOLLARS_PER_MILLION[part] ?? 0) / 1e6;
  const edge = per("edge");
  if (isEdgeHit) return { edge, function: 0, stores: 0, total: edge };
  const compute = per("gateway") + per("function") + (ms / 1000) * DOLLARS_PER_GB_SECOND;
  const reads = stores.map(({ name }) =>
    name.startsWith("dynamodb") ? per(isWrite(name) ? "dynamodb.write" : "dynamodb.read") : per("data-api"),
  );
  const all = reads.reduce((sum, one) => sum + one, 0);
  return { edge, function: compute, stores: all, total: edge + compute + all };
}
