import { InvalidParameter } from "../http/error.ts";
import { list } from "../http/params.ts";
import type { Call } from "./account.ts";

type Fields = Record<string, unknown>;

/** A list inside an object has so many objects at most, the newest ones. */
const EMBEDDED = 10;

/** The answer with the objects that `expand` names in place of their IDs, such as `latest_charge.refunds`. */
export function expand({ account, params }: Call, answer: object): object {
  const paths = list(params, "expand");
  if (paths.length === 0) return answer;
  const { intents, charges, refunds, methods } = account.store;

  const find = (id: string): object | undefined =>
    intents.get(id) ?? charges.get(id) ?? refunds.get(id) ?? methods.get(id)?.method;
  const refundsOf = (charge: string) => {
    const found = refunds.all().filter((one) => one.charge === charge);
    return {
      object: "list",
      data: found.slice(-EMBEDDED).reverse(),
      has_more: found.length > EMBEDDED,
      url: `/v1/charges/${charge}/refunds`,
    };
  };

  const replace = (target: Fields, [name = "", ...rest]: string[], path: string): void => {
    if (target.object === "charge" && name === "refunds") target.refunds ??= refundsOf(target.id as string);
    const value = target[name];
    if (value === undefined || (value === null && rest.length > 0)) {
      if (value === null) return;
      throw new InvalidParameter(`This property cannot be expanded (${path}).`, "expand[]");
    }
    const found = typeof value === "string" ? find(value) : undefined;
    if (found) target[name] = structuredClone(found);
    if (rest.length === 0) return;
    const next = target[name];
    const inner = Array.isArray(next) ? next : [next];
    for (const one of inner) if (one && typeof one === "object") replace(one as Fields, rest, path);
  };

  const copy = structuredClone(answer) as Fields;
  for (const path of paths) replace(copy, path.split("."), path);
  return copy;
}
