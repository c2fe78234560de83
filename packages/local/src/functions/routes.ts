import { apis, type Path } from "@myclothes/functions/functions";

interface Route {
  name: (typeof apis)[number]["name"];
  /** The path as the table has it. */
  path: Path;
  /** The values of its variables. */
  parameters: Record<string, string>;
}

/** The route that answers a path. Like API Gateway, it takes the most specific one, whatever the order of the table. */
export function routeFor(
  path: string,
  all: Pick<(typeof apis)[number], "name" | "paths">[] = apis,
): Route | undefined {
  const routes = all.flatMap(({ name, paths }) =>
    paths.flatMap((pattern) => {
      const match = pattern === "/" ? { groups: {} } : regexOf(pattern).exec(path);
      return match ? [{ name, path: pattern, parameters: { ...match.groups } }] : [];
    }),
  );
  return routes.sort((one, other) => order(one.path).localeCompare(order(other.path)))[0];
}

const regexOf = (pattern: Path): RegExp =>
  new RegExp(`^${pattern.replace("{proxy+}", "(?<proxy>.+)").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);

/** A route without `{proxy+}` comes first, and `/` last. Of the others, the one with the most segments comes first. */
const order = (path: Path): string =>
  `${path === "/" ? 2 : path.includes("+") ? 1 : 0}${100 - path.split("/").length}`;
