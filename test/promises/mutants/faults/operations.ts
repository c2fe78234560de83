import type { Mutant } from "../mutants.ts";

const caughtBy = ["test/infra/infra.test.ts"];

export const operations: Mutant[] = [
  {
    name: "another spelling of a path avoids the firewall's limit",
    file: "stacks/firewall.ts",
    find: 'equals({ uriPath: {} }, path, "URL_DECODE")',
    replace: "equals({ uriPath: {} }, path)",
    caughtBy,
  },
  {
    name: "a storefront's server has the limits of one shopper",
    file: "stacks/firewall.ts",
    find: "action: { allow: {} },\n",
    replace: "action: { count: {} },\n",
    caughtBy,
  },
  {
    name: "AWS's lists block shoppers before anybody has looked at what they match",
    file: "stacks/stage.ts",
    find: 'managedRules: "count"',
    replace: 'managedRules: "block"',
    caughtBy,
  },
  {
    name: "the firewall's log has the cookies of shoppers",
    file: "stacks/firewall.ts",
    find: '["cookie", "authorization", ',
    replace: '["authorization", ',
    caughtBy,
  },
  {
    name: "the limit of sign-ins is that of all writes",
    file: "packages/functions/src/edge.limits.ts",
    find: 'name: "SignIn", limit: 100',
    replace: 'name: "SignIn", limit: 1_500',
    caughtBy,
  },
  {
    name: "a subdomain of the shop may be reached without TLS",
    file: "stacks/headers.ts",
    find: "includeSubdomains: true",
    replace: "includeSubdomains: false",
    caughtBy,
  },
  {
    name: "a quiet shop with two failed requests wakes somebody",
    file: "stacks/alarms.ts",
    find: "IF(errors >= 5, 100 * errors / requests, 0)",
    replace: "100 * errors / requests",
    caughtBy,
  },
  {
    name: "nobody learns that the sweep has stopped",
    file: "stacks/alarms.ts",
    find: '  missing: "alarm",\n',
    replace: "",
    caughtBy,
  },
  {
    name: "an hour without any order counts as an hour without data",
    file: "stacks/alarm.ts",
    find: 'expression: "FILL(counted, 0)"',
    replace: 'expression: "counted"',
    caughtBy,
  },
  {
    name: "budgets and cost anomalies cannot reach the topic of the alarms",
    file: "stacks/costs.ts",
    find: '["cloudwatch", "budgets", "costalerts"]',
    replace: '["cloudwatch"]',
    caughtBy,
  },
  {
    name: "a deploy to the stage prod creates a second, empty shop",
    file: "sst.config.ts",
    find: '["prod", "prd", "live", "main", "master"]',
    replace: '["prd", "live", "main", "master"]',
    caughtBy,
  },
  {
    name: "the names of raw resources do not tell their stage",
    file: "stacks/names.ts",
    find: "$app.stage}-",
    replace: "$app.name}-",
    caughtBy,
  },
  {
    name: "the cache pays for backups, and carts have none",
    file: "stacks/storage.ts",
    find: 'dynamo("Carts", true)',
    replace: 'dynamo("Carts", false)',
    caughtBy,
  },
  {
    name: "production is deployed without an address for alarms",
    file: "sst.config.ts",
    find: 'if (stage === "production") setting(',
    replace: 'if (stage === "Production") setting(',
    caughtBy,
  },
];
