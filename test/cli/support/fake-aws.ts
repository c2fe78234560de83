import { fakeDynamo } from "./fake-dynamo.ts";
import { fakeRds } from "./fake-rds.ts";

/** The times to which AWS can restore. */
export const RANGE = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-29T08:00:00Z") };
/** The tables of the shop, by their titles. */
export const NAMES = {
  Sessions: "shop-Sessions",
  Carts: "shop-Carts",
  Attempts: "shop-Attempts",
  Cache: "shop-Cache",
};
export const named = (name: string) => Object.assign(new Error(name), { name });

/** Makes the answer to a call that changes something. */
export type Change = <I extends object, O>(name: string, work: (input: I) => O) => (input: I) => Promise<O>;

/**
 * RDS and DynamoDB: what is created is first `creating`, and has AWS's defaults for all that the call does not name. `failAfter`
 * loses the answer of one changing call.
 */
export function fakeAws(tables: string[], withoutRecovery: string[] = []) {
  const changes: { name: string; input: object }[] = [];
  let failing: number | undefined;
  const change: Change = (name, work) => async (input) => {
    const output = work(input);
    changes.push({ name, input });
    if (changes.length - 1 !== failing) return output;
    failing = undefined;
    throw named("TimeoutError");
  };
  const rds = fakeRds(change);
  const dynamo = fakeDynamo(change, tables, withoutRecovery);
  return {
    clusters: rds.clusters,
    instances: rds.instances,
    tables: dynamo.tables,
    changes,
    failAfter: (at: number) => {
      failing = at;
    },
    close: () => {
      rds.close();
      dynamo.close();
    },
  };
}
