import { ServiceError } from "../api/error.ts";

const ITEM = /"((?:[^"\\]|\\[\s\S])*)"|([^,{}]+)/g;

/** The items of a one-dimensional array in PostgreSQL's text form; `NULL` is null. More dimensions are refused. */
export function parseArray(text: string): (string | null)[] {
  const body = text.slice(text.indexOf("{") + 1, -1);
  if (body.startsWith("{")) {
    throw new ServiceError("UnsupportedResultException", "The result contains a multidimensional array.");
  }
  return [...body.matchAll(ITEM)].map(([, quoted, bare]) => {
    if (quoted !== undefined) return quoted.replace(/\\([\s\S])/g, "$1");
    return bare === undefined || bare === "NULL" ? null : bare;
  });
}
