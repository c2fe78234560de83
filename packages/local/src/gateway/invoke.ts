import { withTimeout } from "@myclothes/core/timeout";
import { InstanceLost } from "../functions/instance.ts";
import type { Instances } from "../functions/instances.ts";
import type { ApiEvent } from "./event.ts";
import { GatewayError } from "./reply.ts";

export interface InvokeLimits {
  /** The longest time that the function may take, 30 s unless given: API Gateway's limit. */
  limitMs?: number;
  /** How long a request waits while no instance is ready. */
  waitMs?: number;
}

const UNKNOWN = "It may or may not have been carried out: send it again with the same Idempotency-Key.";

/**
 * Lets the next instance answer. When the instance dies, a GET or HEAD is tried once more on another, as CloudFront does.
 * A write is not, because it may have been carried out. A function that answers as many requests as it may is not called: API
 * Gateway answers 503 then.
 */
export async function invoke(
  instances: Instances | undefined,
  event: ApiEvent,
  limits: InvokeLimits,
): Promise<unknown> {
  const leave = instances?.enter();
  if (instances && !leave)
    throw new GatewayError("gateway.throttled", "Too many requests at a time: send it again in a second.");
  try {
    return await invokeNext(instances, event, limits);
  } finally {
    leave?.();
  }
}

async function invokeNext(
  instances: Instances | undefined,
  event: ApiEvent,
  { limitMs = 30_000, waitMs = 5_000 }: InvokeLimits,
): Promise<unknown> {
  const deadline = Date.now() + limitMs;
  const safe = ["GET", "HEAD"].includes(event.requestContext.http.method);
  const hint = safe ? "Send it again." : UNKNOWN;
  for (let attempt = 1; ; attempt++) {
    const instance = await instances?.next(waitMs);
    if (!instance)
      throw new GatewayError("gateway.no_instance", "No instance is ready yet: send it again in a second.");
    try {
      const invoked = instance.invoke({ id: event.requestContext.requestId, event, deadline });
      return await withTimeout(invoked, deadline - Date.now(), () => {
        // As Lambda does, so that an instance that hangs is soon replaced.
        instance.kill();
        return new GatewayError("gateway.timeout", `No answer came in time. ${hint}`);
      });
    } catch (error) {
      if (!(error instanceof InstanceLost)) throw error;
      if (!safe || attempt === 2)
        throw new GatewayError("gateway.instance_lost", `The instance died. ${hint}`);
    }
  }
}
