import { type Instance, startGroup } from "../../runner/group.ts";
import { call } from "../../runner/http.ts";
import type { System } from "./systems.ts";

export interface Outcome {
  instances: number;
  /** The instance whose requests were refused first. */
  refusedAt: number | undefined;
  requests: number;
  refused: number;
  reason: string;
}

/** Long enough that the requests of an instance run at the same time. */
export const HOLD_MS = 500;

/** One instance after another starts and serves its requests at the same time, until one is refused. Connections stay open. */
export async function grow(program: string, system: System, url: string, limit: number): Promise<Outcome> {
  const env = { ...system.env, LAB_DATABASE: url, LAB_HOLD_MS: String(HOLD_MS) };
  const group = await startGroup(program, system.start ? limit : 0, env);
  const outcome: Outcome = { instances: limit, refusedAt: undefined, requests: 0, refused: 0, reason: "" };
  const serve = async (instance: Instance) => {
    const replies = await Promise.all(
      Array.from({ length: system.requests }, () =>
        call(`${instance.url}/products/P-1`, { deadlineMs: 60_000 }),
      ),
    );
    const refused = replies.filter(({ status }) => status !== 200);
    outcome.requests += replies.length;
    outcome.refused += refused.length;
    outcome.reason ||= refused[0]?.body.toString() ?? "";
    return refused.length > 0;
  };
  try {
    if (system.start) {
      // All at the same moment, which is harder.
      const refusals = await Promise.all(group.instances.map(serve));
      if (refusals.includes(true)) outcome.refusedAt = refusals.indexOf(true) + 1;
    } else {
      for (let number = 1; number <= limit && outcome.refusedAt === undefined; number++) {
        if (await serve(await group.add())) outcome.refusedAt = number;
      }
    }
  } finally {
    await group.stop();
  }
  return outcome;
}
