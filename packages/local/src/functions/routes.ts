import { apis } from "@myclothes/functions/functions";

/** The API that answers a path. Like API Gateway, it takes the most specific route, whatever the order of the table. */
export const apiFor = (path: string, all = apis) =>
  all.filter((api) => path.startsWith(api.path)).sort((one, other) => other.path.length - one.path.length)[0];
