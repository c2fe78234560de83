import type { Handler } from "@myclothes/core/events/handle";
import { behindProxies, type Instance } from "./instance.ts";

/** A run of Worker that can die. Its proxies reach both stores. */
export interface FaultyWorker extends Omit<Instance, "client"> {
  /** Delivers events. Returns the IDs of those that must be delivered again. */
  deliver(ids: string[], receives: number): Promise<Set<string>>;
}

/** Starts a Worker. Beside the shop's handlers, `order.placed` has one that counts its effects in the table `effect`. */
export async function startWorker(): Promise<FaultyWorker> {
  const { loaded, ...proxies } = await behindProxies(async () => {
    const { context } = await import("@myclothes/core/context");
    const { handle } = await import("@myclothes/core/events/handle");
    const { handlers } = await import("@myclothes/core/handlers");
    const { stores } = await import("@myclothes/core/health");
    const { execute } = await import("../../../packages/core/src/aws/postgres.ts");
    const { sql } = await import("../../../packages/core/src/aws/sql.ts");
    await stores(context());
    const count: Handler = async (ctx, { subject, first }) => {
      await execute(ctx, sql`with first as (${first}) insert into effect select ${subject} from first`);
    };
    const table = { ...handlers, "order.placed": { count, ...handlers["order.placed"] } };
    return (ids: string[], receives: number) =>
      handle(
        context({ timeoutMs: 600_000 }),
        table,
        ids.map((id) => ({ id, receives })),
      );
  });
  return { ...proxies, deliver: loaded };
}
