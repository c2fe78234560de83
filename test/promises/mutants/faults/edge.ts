import type { Mutant } from "../mutants.ts";

const caughtBy = ["test/infra/infra.test.ts"];

export const edge: Mutant[] = [
  {
    name: "the edge lets an encoded question mark pass",
    file: "packages/functions/src/edge.rules.ts",
    find: "/%2f|%3f|",
    replace: "/%2f|",
    caughtBy: ["test/functions/http/traversal.test.ts"],
  },
  {
    name: "the edge caches every read",
    file: "packages/functions/src/edge.rules.ts",
    find: '"/v1/products/*"',
    replace: '"/v1/*"',
    caughtBy,
  },
  {
    name: "the edge caches errors for ten seconds",
    file: "stacks/edge.ts",
    find: "errorCachingMinTtl: 0",
    replace: "errorCachingMinTtl: 10",
    caughtBy,
  },
  {
    name: "cookies are part of the edge's cache key",
    file: "stacks/edge.ts",
    find: 'cookieBehavior: "none"',
    replace: 'cookieBehavior: "all"',
    caughtBy,
  },
  {
    name: "the edge does not forward the session's cookie",
    file: "stacks/edge.ts",
    find: "  originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,\n",
    replace: "",
    caughtBy,
  },
  {
    name: "the edge does not send its secret",
    file: "stacks/edge.ts",
    find: "      customHeaders: [{ name: EDGE_HEADER, value: sentSecret }],\n",
    replace: "",
    caughtBy,
  },
  {
    name: "pages of every origin may read carts",
    file: "packages/functions/src/edge.rules.ts",
    find: '  if (audience === "listed" && !isListed(origin)) return { vary: "Origin" };\n',
    replace: "",
    caughtBy: ["test/local/gateway/cors.test.ts"],
  },
  {
    name: "pages of other origins may send the cookie",
    file: "stacks/headers.ts",
    find: "accessControlAllowCredentials: false",
    replace: "accessControlAllowCredentials: true",
    caughtBy,
  },
  {
    name: "the edge connects to the shop without TLS",
    file: "stacks/edge.ts",
    find: 'originProtocolPolicy: "https-only"',
    replace: 'originProtocolPolicy: "match-viewer"',
    caughtBy,
  },
  {
    name: "the firewall is not attached to the edge",
    file: "stacks/edge.ts",
    find: "  ...(firewall && { webAclArn: firewall.arn }),\n",
    replace: "",
    caughtBy,
  },
  {
    name: "the firewall answers 200 to what it blocks",
    file: "stacks/firewall.ts",
    find: "            responseCode: 429,\n",
    replace: "            responseCode: 200,\n",
    caughtBy,
  },
];
