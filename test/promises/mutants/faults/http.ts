import type { Mutant } from "../mutants.ts";

const functions = "packages/functions/src";

export const http: Mutant[] = [
  {
    name: "a path is decoded twice",
    file: `${functions}/http/lambda.ts`,
    find: 'segments.map(encodeURIComponent).join("/")',
    replace: "rawPath",
    caughtBy: ["test/functions/build/build.test.ts"],
  },
  {
    name: "dot segments of a path are resolved",
    file: `${functions}/http/lambda.ts`,
    find: 'segment === "." || segment === ".."',
    replace: "segment === undefined",
    caughtBy: ["test/functions/http/traversal.test.ts"],
  },
  {
    name: "a foreign cookie beyond Latin-1 breaks every request",
    file: `${functions}/http/lambda.ts`,
    find: 'Buffer.from(value, "utf8").toString("latin1")',
    replace: "value",
    caughtBy: ["test/functions/http/foreign.test.ts"],
  },
  {
    name: "another page of the same site may write with the cookie",
    file: `${functions}/shop/origin.ts`,
    find: 'return site === "same-origin";',
    replace: 'return site !== "cross-site";',
    caughtBy: ["test/functions/shop/origin.test.ts"],
  },
  {
    name: "scripts can read the cookie",
    file: `${functions}/shop/cookie.ts`,
    find: "httpOnly: true, ",
    replace: "",
    caughtBy: ["test/functions/shop/routes/session.test.ts"],
  },
  {
    name: "a fault tells the client what it is",
    file: `${functions}/http/problem.ts`,
    find: 'detail: "The error was logged under this request ID."',
    replace: "detail: error.message",
    caughtBy: ["test/functions/http/stores.test.ts"],
  },
  {
    name: "a body may be as large as it likes",
    file: `${functions}/http/app.ts`,
    find: ".use(limitBody)",
    replace: "",
    caughtBy: ["test/functions/shop/regressions.test.ts"],
  },
  {
    name: "the shop is open beside the edge",
    file: `${functions}/http/app.ts`,
    find: ".use(requireEdge)",
    replace: "",
    caughtBy: ["test/functions/http/require-edge.test.ts"],
  },
  {
    name: "an empty secret opens the shop",
    file: `${functions}/http/require-edge.ts`,
    find: 'secret !== "" && ',
    replace: "",
    caughtBy: ["test/functions/http/require-edge.test.ts"],
  },
  {
    name: "a refusal of a public read may be kept",
    file: `${functions}/http/problem.ts`,
    find: 'c.header("cache-control", "no-store")',
    replace: 'c.header("cache-control", "public, max-age=30")',
    caughtBy: ["test/functions/shop/cacheable.test.ts"],
  },
  {
    name: "a tag that the edge has weakened is not known again",
    file: `${functions}/http/etag.ts`,
    find: "W/",
    replace: "w/",
    caughtBy: ["test/functions/shop/cacheable.test.ts"],
  },
  {
    name: "the edge does not tell pages apart",
    file: "stacks/edge.ts",
    find: 'queryStringBehavior: "all"',
    replace: 'queryStringBehavior: "none"',
    caughtBy: ["test/infra/infra.test.ts"],
  },
  {
    name: "an unknown query parameter is ignored",
    file: `${functions}/http/app.ts`,
    find: ".use(refuseUnknownParameters)",
    replace: "",
    caughtBy: ["test/functions/input/paths.test.ts"],
  },
];
