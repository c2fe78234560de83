import { InvalidParameter, missing } from "../http/error.ts";
import { integer, object, text } from "../http/params.ts";
import type { Call } from "./account.ts";

interface Listed {
  id: string;
  created: number;
}

/** The parameters that every list takes. */
export const LIST_PARAMS = ["limit", "starting_after", "ending_before", "created"];

/** A page of rows, the newest first: https://docs.stripe.com/api/pagination */
export function listOf<Row extends Listed>({ params }: Call, url: string, rows: Row[]): object {
  const limit = integer(params, "limit") ?? 10;
  if (limit > 100) {
    throw new InvalidParameter(
      "This value must be less than or equal to 100.",
      "limit",
      "parameter_invalid_integer",
    );
  }
  const isWanted = createdFilter(params);
  const found = rows.filter(isWanted).reverse();
  const at = (name: string): number | undefined => {
    const id = text(params, name);
    if (id === undefined) return undefined;
    const index = found.findIndex((row) => row.id === id);
    if (index < 0) throw missing("object", id, name);
    return index;
  };
  const [after, before] = [at("starting_after"), at("ending_before")];
  const rest = before === undefined ? found.slice((after ?? -1) + 1) : found.slice(0, before);
  const data = before === undefined ? rest.slice(0, limit) : rest.slice(-limit);
  return { object: "list", data, has_more: rest.length > data.length, url };
}

/** `created` is a time in seconds, or a range of `gt`, `gte`, `lt` and `lte`. */
function createdFilter(params: Call["params"]): (row: Listed) => boolean {
  if (typeof params.created === "string") {
    const exact = integer(params, "created", 0);
    return ({ created }) => exact === undefined || created === exact;
  }
  const range = object(params, "created") ?? {};
  const bound = (name: string) => integer(range, name, 0);
  const [gt, gte, lt, lte] = [bound("gt"), bound("gte"), bound("lt"), bound("lte")];
  return ({ created }) =>
    (gt === undefined || created > gt) &&
    (gte === undefined || created >= gte) &&
    (lt === undefined || created < lt) &&
    (lte === undefined || created <= lte);
}
