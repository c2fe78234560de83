import { databaseRoles } from "@myclothes/core/roles";
import { app, info } from "@myclothes/functions/app";
import {
  addressLimits,
  audienceOf,
  cors,
  corsHeaders,
  EDGE_HEADER,
  isPage,
  preflightHeaders,
  publicReads,
  sortedQuery,
} from "@myclothes/functions/edge-rules";
import { functions } from "@myclothes/functions/functions";
import { openapi } from "@myclothes/functions/openapi";
import { all, one } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { platform } from "../../support/platform.ts";
import { configured, type Stages, settingsOf, stages } from "../graphs.ts";

interface Behavior {
  pathPattern?: string;
  targetOriginId: string;
  cachePolicyId: string;
  originRequestPolicyId?: string;
  allowedMethods: string[];
  viewerProtocolPolicy: string;
  responseHeadersPolicyId: string;
  functionAssociations: { eventType: string; functionArn: string }[];
}
interface Distribution {
  origins: {
    originId: string;
    customHeaders?: { name: string; value: string }[];
    customOriginConfig?: { originProtocolPolicy: string; originSslProtocols: string[] };
    originAccessControlId?: string;
  }[];
  defaultCacheBehavior: Behavior;
  orderedCacheBehaviors: Behavior[];
  customErrorResponses: { errorCode: number; errorCachingMinTtl: number }[];
  webAclId?: string;
  aliases: string[];
  viewerCertificate: Record<string, unknown>;
}
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

const WHOLE_QUERY_ONLY = {
  minTtl: 0,
  defaultTtl: 0,
  parametersInCacheKeyAndForwardedToOrigin: {
    cookiesConfig: { cookieBehavior: "none" },
    headersConfig: { headerBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "all" },
  },
};

describe.skipIf(!platform)("the edge", () => {
  let graphs: Stages;
  beforeAll(async () => {
    graphs = await stages();
  });
  const edge = (graph: Stages["alice"]) =>
    one<Distribution>(graph, "aws:cloudfront/distribution:Distribution");
  /** The behavior that CloudFront uses for a path: the first matching one, or the default. */
  const behaviorFor = (graph: Stages["alice"], path: string): Behavior => {
    const { orderedCacheBehaviors, defaultCacheBehavior } = edge(graph).inputs;
    const fits = ({ pathPattern = "" }: Behavior) =>
      new RegExp(`^${pathPattern.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".")}$`).test(
        path,
      );
    return orderedCacheBehaviors.find(fits) ?? defaultCacheBehavior;
  };
  const paths = Object.entries(openapi(app, info).paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path: path.replaceAll(/\{\w+\}/g, "x"), operation })),
  );

  it("caches public reads only, and forwards every other route completely", () => {
    for (const graph of Object.values(graphs)) {
      const rest = paths.filter(({ operation }) => !operation.responses[304]);
      expect(rest.length).toBeGreaterThan(20);
      for (const { path } of rest) {
        expect([path, behaviorFor(graph, path)]).toEqual([
          path,
          expect.objectContaining({
            cachePolicyId: CACHING_DISABLED,
            originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
          }),
        ]);
      }
    }
  });

  it.each(publicReads)("caches %s by its whole query string, without cookies or headers", (path) => {
    for (const graph of Object.values(graphs)) {
      const behavior = behaviorFor(graph, path.replace("*", "x"));
      expect(behavior.originRequestPolicyId).toBeUndefined();
      expect(policyOf(graph, behavior)?.inputs).toMatchObject({ ...WHOLE_QUERY_ONLY, maxTtl: 300 });
    }
  });

  const policyOf = (graph: Stages["alice"], { cachePolicyId }: Behavior) =>
    all<Record<string, unknown>>(graph, "aws:cloudfront/cachePolicy:CachePolicy").find(({ name }) =>
      cachePolicyId.includes(name),
    );

  it("caches no spelling of a path with personal answers, or sends it on without the shopper's cookie", () => {
    const personal = [
      "/v1/cart",
      "/v1/cart/items/x",
      "/v1/sessions",
      "/v1/customers/me",
      "/v1/orders/x",
      "/admin/v1/orders",
    ];
    for (const path of personal) {
      for (const same of [path, `${path}/`, `${path}.css`, `${path}%2f`])
        expect([same, behaviorFor(graphs.production, same).cachePolicyId]).toEqual([same, CACHING_DISABLED]);
      for (const other of [`/${path}`, path.toUpperCase()]) {
        const behavior = behaviorFor(graphs.production, other);
        expect(policyOf(graphs.production, behavior)?.inputs).toMatchObject(WHOLE_QUERY_ONLY);
        expect(behavior.originRequestPolicyId).toBeUndefined();
      }
    }
  });

  it("caches pages by their whole query string, for as long as they say, up to an hour", () => {
    for (const graph of Object.values(graphs)) {
      for (const path of ["/", "/products/x", "/search", "/checkout", "/admin", "/admin/orders/x", "/none"]) {
        expect([path, isPage(path)]).toEqual([path, true]);
        const behavior = behaviorFor(graph, path);
        expect([path, behavior.targetOriginId, behavior.originRequestPolicyId]).toEqual([
          path,
          "api",
          undefined,
        ]);
        expect(policyOf(graph, behavior)?.inputs).toMatchObject({ ...WHOLE_QUERY_ONLY, maxTtl: 3_600 });
      }
    }
  });

  it("sends the paths of each API to it, and no page", () => {
    for (const { paths } of [functions.api, functions.admin, functions.payments]) {
      for (const path of paths.map((path) => path.replaceAll(/\{[^}]+\}/g, "x"))) {
        expect([path, isPage(path)]).toEqual([path, false]);
        expect([path, behaviorFor(graphs.production, path).originRequestPolicyId]).toEqual([
          path,
          ALL_VIEWER_EXCEPT_HOST,
        ]);
      }
    }
  });

  it("reads the files of the pages from their bucket, with signed requests", () => {
    for (const graph of Object.values(graphs)) {
      const behavior = behaviorFor(graph, "/assets/main.js");
      expect([behavior.targetOriginId, behavior.allowedMethods]).toEqual(["assets", ["GET", "HEAD"]]);
      const origin = edge(graph).inputs.origins.find(({ originId }) => originId === "assets");
      expect(origin?.originAccessControlId).toBeTruthy();
    }
  });

  it("sends a strict Content-Security-Policy with pages, which allows uploads to the bucket of images", () => {
    interface Policy {
      securityHeadersConfig: { contentSecurityPolicy?: { contentSecurityPolicy: string; override: boolean } };
      customHeadersConfig?: { items: { header: string; value: string; override: boolean }[] };
    }
    for (const graph of Object.values(graphs)) {
      const policyFor = (path: string) =>
        all<Policy>(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy").find(({ name }) =>
          behaviorFor(graph, path).responseHeadersPolicyId.includes(name),
        )?.inputs;
      for (const path of ["/", "/products/x", "/admin", "/none"]) {
        const { securityHeadersConfig, customHeadersConfig } = policyFor(path) ?? {};
        const { contentSecurityPolicy = "", override } = securityHeadersConfig?.contentSecurityPolicy ?? {};
        expect(override).toBe(true);
        const directives = contentSecurityPolicy.split("; ");
        expect(directives).toContain("default-src 'none'");
        expect(directives).toContain("script-src 'self' https://js.stripe.com https://*.js.stripe.com");
        expect(directives).toContain("style-src 'self'");
        expect(directives).toContain("img-src 'self' data: blob: https:");
        expect(directives).toContain("frame-ancestors 'none'");
        expect(directives.find((one) => one.startsWith("connect-src"))).toMatch(
          /^connect-src 'self' https:\/\/api\.stripe\.com https:\/\/[\w-]*-images-[\w.-]+$/,
        );
        expect(contentSecurityPolicy).not.toMatch(/unsafe|http:|\s\*/);
        expect(customHeadersConfig?.items).toMatchObject([{ header: "Permissions-Policy", override: true }]);
      }
      // The page that describes an API adds the hash of its own script, so the policy of the answer counts.
      for (const path of ["/v1/cart", "/v1/products", "/admin/v1/keys", "/images/x.svg", "/docs"]) {
        const { securityHeadersConfig, customHeadersConfig } = policyFor(path) ?? {};
        const { contentSecurityPolicy = "", override } = securityHeadersConfig?.contentSecurityPolicy ?? {};
        expect([path, override]).toEqual([path, false]);
        expect(contentSecurityPolicy.split("; ")).toEqual(
          expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'"]),
        );
        expect(contentSecurityPolicy).not.toMatch(/script|http/);
        expect(customHeadersConfig?.items).toMatchObject([{ header: "Permissions-Policy", override: true }]);
      }
    }
  });

  it("stays within AWS's limits: 25 behaviors, and 20 policies of headers in an account with five stages", async () => {
    for (const graph of [...Object.values(graphs), await configured()]) {
      expect(edge(graph).inputs.orderedCacheBehaviors.length + 1).toBeLessThanOrEqual(25);
      const policies = all(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");
      expect(policies.length * 5).toBeLessThanOrEqual(20);
    }
  });

  it("caches no error", () => {
    for (const graph of Object.values(graphs)) {
      const { customErrorResponses } = edge(graph).inputs;
      const codes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
      expect(customErrorResponses.map(({ errorCode }) => errorCode).sort()).toEqual(codes);
      for (const { errorCachingMinTtl } of customErrorResponses) expect(errorCachingMinTtl).toBe(0);
    }
  });

  it("forwards every method to the API, and uses TLS to shoppers and to the API", () => {
    for (const graph of Object.values(graphs)) {
      const { orderedCacheBehaviors, defaultCacheBehavior } = edge(graph).inputs;
      for (const behavior of [...orderedCacheBehaviors, defaultCacheBehavior]) {
        expect(behavior.viewerProtocolPolicy).toBe("redirect-to-https");
        if (behavior.targetOriginId === "api") expect(behavior.allowedMethods).toHaveLength(7);
      }
      const api = edge(graph).inputs.origins.find(({ originId }) => originId === "api");
      expect(api?.customOriginConfig).toMatchObject({
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
      });
    }
  });

  interface EdgeFunction {
    code: string;
    runtime: string;
  }
  interface ViewerRequest {
    method?: string;
    uri: string;
    headers: Record<string, { value: string }>;
    querystring?: object;
  }
  /** The function that CloudFront runs for a path, with its code. */
  const handlerFor = (graph: Stages["alice"], path: string) => {
    const [association] = behaviorFor(graph, path).functionAssociations;
    const found = all<EdgeFunction>(graph, "aws:cloudfront/function:Function").find(({ name }) =>
      association?.functionArn.includes(name),
    );
    const handler = new Function(`${found?.inputs.code}; return handler`)();
    return (request: ViewerRequest) => handler({ request, context: { requestId: "id" } });
  };

  it("answers 404 to a path that could mean another path", () => {
    for (const graph of Object.values(graphs)) {
      for (const { inputs } of all<EdgeFunction>(graph, "aws:cloudfront/function:Function")) {
        expect([inputs.runtime, inputs.code.length < 10_240]).toEqual(["cloudfront-js-2.0", true]);
      }
      const { orderedCacheBehaviors, defaultCacheBehavior } = edge(graph).inputs;
      for (const behavior of [...orderedCacheBehaviors, defaultCacheBehavior]) {
        expect(behavior.functionAssociations).toMatchObject([{ eventType: "viewer-request" }]);
      }
      for (const path of ["/v1/cart", "/v1/products", "/admin/v1/keys", "/images/x.svg", "/products/x"]) {
        const ask = (uri: string) => handlerFor(graph, path)({ uri, headers: {} });
        for (const uri of [
          "/v1%2Fcart",
          "/v1/cart/items/..",
          "/v1/%2e%2E/cart",
          "/v1%5ccart",
          "/a%00",
          "/a%3Fb",
        ]) {
          expect(ask(uri)).toMatchObject({
            statusCode: 404,
            headers: { "cache-control": { value: "no-store" } },
          });
          expect(JSON.parse(ask(uri).body.data)).toMatchObject({ code: "route.unknown", requestId: "id" });
        }
        for (const uri of ["/", "/v1/cart", "/v1/cart/items/a%2523", "/a%23b", "/v1/products/x..y"]) {
          expect(ask(uri)).toMatchObject({ uri, headers: {} });
          expect(ask(uri).statusCode).toBeUndefined();
        }
      }
    }
  });

  it("sorts the parameters of public reads as the local gateway does, and of no other request", () => {
    const queries = [
      ...[
        "",
        "color=blue&size=m",
        "size=m&color=blue",
        "size=m&color=blue&size=l&color=",
        "q=a%20b&category=x",
      ],
      ...["color=b&color=a", "q", "sort=price&q=a%26b%3D", "cursor=x+y%2B&limit=2"],
    ];
    /** As CloudFront passes a query string. */
    const parsed = (query: string) => {
      const found: Record<string, { value: string; multiValue?: { value: string }[] }> = {};
      for (const parameter of query.split("&").filter(Boolean)) {
        const [name = "", value = ""] = parameter.split(/=(.*)/s);
        const first = found[name];
        if (first) first.multiValue = [...(first.multiValue ?? [{ value: first.value }]), { value }];
        else found[name] = { value };
      }
      return found;
    };
    for (const graph of Object.values(graphs)) {
      for (const query of queries) {
        const ask = (uri: string) => {
          const request = { uri, headers: {}, querystring: parsed(query) };
          return handlerFor(graph, uri)(request).querystring;
        };
        expect(ask("/v1/products")).toBe(sortedQuery(query));
        expect(ask("/v1/cart")).toEqual(parsed(query));
      }
    }
  });

  describe("for pages of other origins", () => {
    const LISTED = ["https://store.example", "http://localhost:3000"];
    const ORIGINS = [...LISTED, "https://evil.example", "null", "https://store.example.evil.example"];
    const PATHS = [
      "/v1/products",
      "/v1/products/x",
      "/images/x.svg",
      "/v1/cart",
      "/v1/orders/x",
      "/admin/v1/keys",
      "/products/x",
      "/assets/x.js",
    ];
    const asks = { "access-control-request-method": { value: "POST" } };

    it("answers every preflight as the local gateway does, without the shop", async () => {
      for (const [graph, listed] of [
        [await configured(), LISTED],
        [graphs.production, []],
      ] as const) {
        for (const path of PATHS) {
          for (const origin of ORIGINS) {
            const request = { method: "OPTIONS", uri: path, headers: { ...asks, origin: { value: origin } } };
            const { statusCode, headers } = handlerFor(graph, path)(request);
            const sent = Object.fromEntries(
              Object.entries(headers as ViewerRequest["headers"]).map(([name, { value }]) => [name, value]),
            );
            const { "access-control-expose-headers": _, ...own } = corsHeaders(path, origin, (one) =>
              listed.some((other) => other === one),
            );
            const isAllowed = "access-control-allow-origin" in own;
            expect([path, origin, statusCode, sent["access-control-allow-origin"]]).toEqual([
              path,
              origin,
              204,
              own["access-control-allow-origin"],
            ]);
            expect(sent).toEqual({
              ...(audienceOf(path) !== "*" && { vary: "Origin" }),
              ...own,
              ...(isAllowed && preflightHeaders(audienceOf(path))),
            });
          }
        }
      }
    });

    it("lets pages read the 404 of an unsafe path as every other answer", async () => {
      const graph = await configured();
      for (const path of PATHS) {
        for (const origin of ORIGINS) {
          const request = { method: "GET", uri: "/v1/cart/..", headers: { origin: { value: origin } } };
          const {
            "content-type": _,
            "cache-control": __,
            ...headers
          } = handlerFor(graph, path)(request).headers;
          const own = corsHeaders(path, origin, (one) => LISTED.includes(one));
          const expected = Object.entries(own).map(([name, value]) => [name, { value }]);
          expect([path, origin, headers]).toEqual([path, origin, Object.fromEntries(expected)]);
        }
      }
    });

    it("lets everything pass that is no preflight", async () => {
      const graph = await configured();
      for (const path of PATHS) {
        for (const [method, headers] of [
          ["POST", { ...asks, origin: { value: LISTED[0] ?? "" } }],
          ["OPTIONS", asks],
          ["OPTIONS", { origin: { value: LISTED[0] ?? "" } }],
        ] as const) {
          const request = { method, uri: path, headers };
          expect(handlerFor(graph, path)(request)).toMatchObject(request);
        }
      }
    });

    it("adds the headers of CORS to answers: for all, for the listed origins, or for none", async () => {
      const policyFor = (graph: Stages["alice"], path: string) =>
        all<{ corsConfig?: { accessControlAllowOrigins: { items: string[] } } }>(
          graph,
          "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        ).find(({ name }) => behaviorFor(graph, path).responseHeadersPolicyId.includes(name))?.inputs;
      for (const [graph, listed] of [
        [await configured(), LISTED],
        [graphs.production, []],
      ] as const) {
        for (const path of PATHS) {
          const audience = audienceOf(path);
          const origins = audience === "*" ? ["*"] : audience === "listed" ? listed : [];
          expect([path, policyFor(graph, path)?.corsConfig]).toEqual([
            path,
            origins.length === 0
              ? undefined
              : {
                  accessControlAllowCredentials: false,
                  accessControlAllowOrigins: { items: origins },
                  accessControlAllowMethods: { items: cors.methods },
                  accessControlAllowHeaders: { items: cors.requestHeaders },
                  accessControlExposeHeaders: { items: cors.exposed },
                  accessControlMaxAgeSec: 86_400,
                  originOverride: true,
                },
          ]);
        }
      }
    });
  });

  it("reads images from the bucket with signed requests", () => {
    for (const graph of Object.values(graphs)) {
      const behavior = behaviorFor(graph, "/images/x.svg");
      expect([behavior.targetOriginId, behavior.allowedMethods]).toEqual(["images", ["GET", "HEAD"]]);
      const origin = edge(graph).inputs.origins.find(({ originId }) => originId === "images");
      expect(origin?.originAccessControlId).toBeTruthy();
      expect(one(graph, "aws:cloudfront/originAccessControl:OriginAccessControl").inputs).toMatchObject({
        signingBehavior: "always",
        originAccessControlOriginType: "s3",
      });
    }
  });

  it("sends a generated secret that the shop accepts", async () => {
    for (const graph of Object.values(graphs)) {
      const { edgeSecrets, storefrontSecret, signingKeys } = await settingsOf(graph);
      const { inputs, secrets } = edge(graph);
      const at = inputs.origins.findIndex(({ originId }) => originId === "api");
      const [header] = inputs.origins[at]?.customHeaders ?? [];
      expect(header?.name).toBe(EDGE_HEADER);
      // CloudFront refuses these names: see "Custom headers that CloudFront can't add to origin requests" in its guide.
      expect(header?.name).not.toMatch(
        /^x-(amz|edge)-|^(accept|cache-control|connection|cookie|expect|host|via)$/i,
      );
      expect(secrets).toContain(`origins[${at}].customHeaders[0].value`);
      const passwords = all(graph, "random:index/randomPassword:RandomPassword");
      expect(Object.fromEntries(passwords.map(({ name, inputs }) => [name, inputs.length]))).toEqual({
        ...Object.fromEntries(
          databaseRoles.map((role) => [
            `Database${role.replace(/^./, (first) => first.toUpperCase())}Password`,
            40,
          ]),
        ),
        ...Object.fromEntries(edgeSecrets.valid.map((number) => [`EdgeSecret${number}`, 40])),
        ...Object.fromEntries(signingKeys.map((number) => [`SigningKey${number}`, 43])),
        [`StorefrontSecret${storefrontSecret}`]: 40,
      });
      // A generated password begins with its name.
      const generated = (name: string) => (number: number) =>
        expect.stringMatching(new RegExp(`^${name}${number}x+$`));
      expect(header?.value).toEqual(generated("EdgeSecret")(edgeSecrets.sent));
      expect(graph.links.Edge?.secrets).toContain(header?.value);
      expect(graph.links.Edge?.secrets).toEqual(edgeSecrets.valid.map(generated("EdgeSecret")));
      expect(graph.links.Signing?.keys).toEqual(signingKeys.map(generated("SigningKey")));
    }
  });

  it("adds the security headers to every answer", () => {
    for (const graph of Object.values(graphs)) {
      const policies = all<{ securityHeadersConfig: object }>(
        graph,
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
      );
      for (const { inputs } of policies) {
        expect(inputs.securityHeadersConfig).toMatchObject({
          strictTransportSecurity: {
            accessControlMaxAgeSec: 31_536_000,
            includeSubdomains: true,
            override: true,
          },
          contentTypeOptions: { override: true },
          frameOptions: { frameOption: "DENY", override: true },
          referrerPolicy: { referrerPolicy: expect.any(String), override: true },
        });
      }
      const { orderedCacheBehaviors, defaultCacheBehavior } = edge(graph).inputs;
      for (const { responseHeadersPolicyId } of [...orderedCacheBehaviors, defaultCacheBehavior]) {
        expect(policies.filter(({ name }) => responseHeadersPolicyId.includes(name))).toHaveLength(1);
      }
    }
  });

  describe("the firewall", () => {
    const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
    interface Rule {
      name: string;
      priority: number;
      action?: object;
      overrideAction?: object;
      statement: {
        rateBasedStatement?: { limit: number; scopeDownStatement?: object };
        managedRuleGroupStatement?: { name: string; ruleActionOverrides?: object[] };
        orStatement?: { statements: { ipSetReferenceStatement: { arn: string } }[] };
      };
    }
    const rulesOf = (graph: Stages["alice"]) =>
      [...one<{ rules: Rule[] }>(graph, WEB_ACL).inputs.rules].sort((a, b) => a.priority - b.priority);

    it("protects the edge of a permanent stage, and does not exist in a developer's", () => {
      for (const stage of ["production", "staging"] as const) {
        const { region, scope } = one(graphs[stage], WEB_ACL).inputs;
        expect([region, scope]).toEqual(["us-east-1", "CLOUDFRONT"]);
        expect(edge(graphs[stage]).inputs.webAclId).toContain(`myclothes-${stage}-Firewall`);
      }
      for (const stage of ["alice", "dev"] as const)
        expect([all(graphs[stage], WEB_ACL), edge(graphs[stage]).inputs.webAclId]).toEqual([[], undefined]);
    });

    it("limits each address: reads least, writes more, and what costs or sells most", () => {
      const limits = rulesOf(graphs.production).filter(({ statement }) => statement.rateBasedStatement);
      const limitOf = (name: string) =>
        limits.find((rule) => rule.name === name)?.statement.rateBasedStatement;
      const [reads, writes] = [limitOf("Requests"), limitOf("Writes")];
      expect(reads).toMatchObject({ aggregateKeyType: "IP", evaluationWindowSec: 300 });
      expect(reads?.scopeDownStatement).toBeUndefined();
      expect(JSON.stringify(writes?.scopeDownStatement)).toMatch(
        /^\{"notStatement":.*\^\(GET\|HEAD\|OPTIONS\)\$/,
      );
      expect(Number(reads?.limit)).toBeGreaterThanOrEqual(10 * Number(writes?.limit));
      const strict = limits.filter(({ name }) => !["Requests", "Writes"].includes(name));
      expect(strict.map(({ name }) => name)).toEqual(["SignIn", "Registration", "PasswordReset", "Orders"]);
      for (const { statement } of strict) {
        expect(Number(statement.rateBasedStatement?.limit) * 10).toBeLessThanOrEqual(Number(writes?.limit));
      }
      for (const { action } of limits) {
        const responseHeaders = [{ name: "retry-after", value: expect.stringMatching(/^\d+$/) }];
        expect(action).toEqual({ block: { customResponse: { responseCode: 429, responseHeaders } } });
      }
    });

    it("has strict limits for existing routes, however their paths are spelled", () => {
      const document = openapi(app, info).paths as Record<string, Record<string, unknown>>;
      for (const { path, method } of addressLimits) {
        if (!path) continue;
        expect([path, document[path]?.[method.toLowerCase()] !== undefined]).toEqual([path, true]);
        const [rule] = rulesOf(graphs.production).filter(({ statement }) =>
          JSON.stringify(statement).includes(`"${path}"`),
        );
        expect(rule?.statement.rateBasedStatement?.scopeDownStatement).toMatchObject({
          andStatement: {
            statements: [
              { byteMatchStatement: { fieldToMatch: { method: {} }, searchString: method } },
              {
                byteMatchStatement: {
                  fieldToMatch: { uriPath: {} },
                  positionalConstraint: "EXACTLY",
                  searchString: path,
                  textTransformations: [{ priority: 0, type: "URL_DECODE" }],
                },
              },
            ],
          },
        });
      }
    });

    it("lets a storefront's own server pass after what judges the content, and before what judges the address", () => {
      for (const stage of ["production", "staging"] as const) {
        const rules = rulesOf(graphs[stage]);
        const at = rules.findIndex(({ action }) => action && "allow" in action);
        expect(rules[at]?.statement).toMatchObject({
          byteMatchStatement: {
            fieldToMatch: { singleHeader: { name: "x-storefront-secret" } },
            positionalConstraint: "EXACTLY",
            searchString: graphs[stage].links.Edge?.storefrontSecret,
          },
        });
        expect(rules.slice(0, at).map(({ name }) => name)).toEqual([
          "Blocked",
          "KnownBadInputsRuleSet",
          "SQLiRuleSet",
          "CommonRuleSet",
        ]);
        const [reputation, ...limits] = rules.slice(at + 1);
        expect(reputation?.name).toBe("AmazonIpReputationList");
        expect(limits.every(({ statement }) => statement.rateBasedStatement)).toBe(true);
        expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
      }
    });

    it("counts or blocks what each of AWS's lists matches, as stage.ts says, and only counts some of their rules", async () => {
      for (const stage of ["production", "staging"] as const) {
        const { managedRules } = await settingsOf(graphs[stage]);
        const found = rulesOf(graphs[stage]).filter(({ statement }) => statement.managedRuleGroupStatement);
        expect(found.map(({ name }) => name).sort()).toEqual(Object.keys(managedRules).sort());
        for (const { name, overrideAction, statement } of found) {
          const { action, countedRules } = managedRules[name] ?? {};
          expect([name, overrideAction]).toEqual([name, action === "block" ? { none: {} } : { count: {} }]);
          expect(statement.managedRuleGroupStatement).toEqual({
            vendorName: "AWS",
            name: `AWSManagedRules${name}`,
            ruleActionOverrides: countedRules?.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
          });
        }
      }
    });

    it("blocks the addresses of two sets, which a person changes and no deploy does", () => {
      const sets = all(graphs.production, "aws:wafv2/ipSet:IpSet");
      expect(sets.map(({ inputs }) => inputs)).toMatchObject(
        ["IPV4", "IPV6"].map((ipAddressVersion) => ({
          region: "us-east-1",
          scope: "CLOUDFRONT",
          ipAddressVersion,
        })),
      );
      for (const { ignoreChanges } of sets) expect(ignoreChanges).toEqual(["addresses"]);
      const [first] = rulesOf(graphs.production);
      expect(first?.action).toEqual({ block: {} });
      expect(first?.statement.orStatement?.statements).toEqual(
        sets.map(({ name }) => ({ ipSetReferenceStatement: { arn: expect.stringContaining(name) } })),
      );
    });

    it("logs what it blocks or counts, without credentials", () => {
      for (const stage of ["production", "staging"] as const) {
        const { inputs } = one<{
          region: string;
          logDestinationConfigs: string[];
          redactedFields: { singleHeader?: { name: string }; uriPath?: object }[];
          loggingFilter: { defaultBehavior: string; filters: { behavior: string; conditions: object[] }[] };
        }>(graphs[stage], "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");
        expect(inputs.region).toBe("us-east-1");
        expect(inputs.logDestinationConfigs).toEqual([
          expect.stringMatching(`:us-east-1:.*:log-group:aws-waf-logs-myclothes-${stage}-`),
        ]);
        const redacted = inputs.redactedFields.map(
          ({ singleHeader, uriPath }) => singleHeader?.name ?? uriPath,
        );
        expect(redacted).toEqual([{}, "cookie", "authorization", "order-token", "x-storefront-secret"]);
        expect(inputs.loggingFilter.defaultBehavior).toBe("DROP");
        expect(JSON.stringify(inputs.loggingFilter.filters)).toContain('{"action":"BLOCK"}');
        const { policyDocument, region } = one<Record<string, string>>(
          graphs[stage],
          "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        ).inputs;
        expect(region).toBe("us-east-1");
        expect(policyDocument).toContain(`${inputs.logDestinationConfigs[0]}:*`);
      }
    });
  });

  it("has the name and the certificate of SHOP_DOMAIN, and accepts writes from there", async () => {
    const graph = await configured();
    const { aliases, viewerCertificate } = edge(graph).inputs;
    expect(aliases).toEqual(["shop.example.com"]);
    expect(viewerCertificate).toMatchObject({ minimumProtocolVersion: "TLSv1.2_2021" });
    expect(graph.links.Site?.origins).toEqual(["https://shop.example.com"]);
    expect(all(graph, "aws:route53/record:Record").length).toBeGreaterThan(0);
    expect(edge(graphs.production).inputs.aliases).toEqual([]);
    expect(graphs.production.links.Site?.origins).toEqual([
      expect.stringMatching(/^https:\/\/\w+\.cloudfront\.net$/),
    ]);
  });
});
