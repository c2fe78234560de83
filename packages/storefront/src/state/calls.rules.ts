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

/** The time that the function took, in ms. Undefined: the header does not tell. */
export function readTotal(header: string): number | undefined {
  const ms = /(?:^|,)\s*total;dur=([\d.]+)/.exec(header)?.[1];
  return ms === undefined ? undefined : Number(ms);
}

const parameterOf = (parameters: string[], name: string): string | undefined =>
  parameters.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

/** Whether the function `Payments` answers this path. Its instances count from 1 again, like those of `Api`. */
export const isOfPayments = (path: string): boolean => path.startsWith("/v1/orders/");
