import type Stripe from "stripe";
import { missing } from "../http/error.ts";
import { list, requireKnown, text } from "../http/params.ts";
import type { Call } from "./account.ts";
import { LIST_PARAMS, listOf } from "./list.ts";

export function getEvent({ account, id }: Call): Stripe.Event {
  const event = account.store.events.get(id);
  if (!event) throw missing("event", id);
  return event;
}

/** `type` may end with an asterisk, such as `charge.*`. */
export function listEvents(call: Call): object {
  const { account, params } = call;
  requireKnown(params, [...LIST_PARAMS, "type", "types"]);
  const [type, types] = [text(params, "type"), list(params, "types")];
  const isWanted = (one: Stripe.Event) =>
    (!type || (type.endsWith("*") ? one.type.startsWith(type.slice(0, -1)) : one.type === type)) &&
    (types.length === 0 || types.includes(one.type));
  return listOf(call, "/v1/events", account.store.events.all().filter(isWanted));
}
