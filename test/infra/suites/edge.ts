import { databaseRoles } from "@myclothes/core/roles";
import { app, info } from "@myclothes/functions/app";
import {
  audienceOf,
  cors,
  corsHeaders,
  EDGE_HEADER,
  preflightHeaders,
  publicReads,
} from "@myclothes/functions/edge-rules";
import { openapi } from "@myclothes/functions/openapi";
import { all, one } from "@myclothes/synth/graph";
import { beforeAll, describe, expect, it } from "vitest";
import { platform } from "../../support/platform.ts";
import { configured, type Stages, stages } from "../graphs.ts";

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
      const policies = all<Record<string, unknown>>(graph, "aws:cloudfront/cachePolicy:CachePolicy");
      const policy = policies.find(({ name }) => behavior.cachePolicyId.includes(name));
      expect(policy?.inputs).toMatchObject({
        minTtl: 0,
        defaultTtl: 0,
        parametersInCacheKeyAndForwardedToOrigin: {
          cookiesConfig: { cookieBehavior: "none" },
          headersConfig: { headerBehavior: "none" },
          queryStringsConfig: { queryStringBehavior: "all" },
        },
      });
    }
  });

  it("caches no spelling of a path with personal answers", () => {
    const personal = ["/v1/cart", "/v1/cart/items/x", "/v1/sessions", "/v1/customers/me", "/v1/orders/x"];
    const spellings = (path: string) => [
      path,
      `${path}/`,
      `${path}.css`,
      `/${path}`,
      `${path}%2f`,
      path.toUpperCase(),
    ];
    for (const path of personal.flatMap(spellings)) {
      expect([path, behaviorFor(graphs.production, path).cachePolicyId]).toEqual([path, CACHING_DISABLED]);
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
      for (const path of ["/v1/cart", "/v1/products", "/admin/v1/keys", "/images/x.svg"]) {
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
          expect(ask(uri)).toEqual({ uri, headers: {} });
        }
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

    it("lets everything pass that is no preflight", async () => {
      const graph = await configured();
      for (const path of PATHS) {
        for (const [method, headers] of [
          ["POST", { ...asks, origin: { value: LISTED[0] ?? "" } }],
          ["OPTIONS", asks],
          ["OPTIONS", { origin: { value: LISTED[0] ?? "" } }],
        ] as const) {
          const request = { method, uri: path, headers };
          expect(handlerFor(graph, path)(request)).toEqual(request);
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

  it("sends a generated secret that the shop accepts", () => {
    for (const graph of Object.values(graphs)) {
      const { inputs, secrets } = edge(graph);
      const at = inputs.origins.findIndex(({ originId }) => originId === "api");
      const [header] = inputs.origins[at]?.customHeaders ?? [];
      expect(header?.name).toBe(EDGE_HEADER);
      // CloudFront refuses these names: see "Custom headers that CloudFront can't add to origin requests" in its guide.
      expect(header?.name).not.toMatch(
        /^x-(amz|edge)-|^(accept|cache-control|connection|cookie|expect|host|via)$/i,
      );
      expect(secrets).toContain(`origins[${at}].customHeaders[0].value`);
      // One password for each role of the database, one secret of the edge, and one signing key.
      expect(
        all(graph, "random:index/randomPassword:RandomPassword").map(({ inputs }) => inputs.length),
      ).toEqual([...databaseRoles.map(() => 40), 40, 43, 40]);
      expect(graph.links.Edge?.secrets).toEqual([header?.value]);
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
          strictTransportSecurity: { accessControlMaxAgeSec: 31_536_000, override: true },
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

  it("has a firewall with a limit for each address in a permanent stage, and none in a developer's", () => {
    const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
    for (const stage of ["production", "staging"] as const) {
      const { inputs } = one<{
        region: string;
        scope: string;
        rules: { statement: object; action: object }[];
      }>(graphs[stage], WEB_ACL);
      expect([inputs.region, inputs.scope]).toEqual(["us-east-1", "CLOUDFRONT"]);
      expect(inputs.rules[0]?.statement).toMatchObject({
        rateBasedStatement: {
          aggregateKeyType: "IP",
          // A storefront's own server sends the requests of all its shoppers.
          scopeDownStatement: {
            notStatement: {
              statements: [
                {
                  byteMatchStatement: {
                    fieldToMatch: { singleHeader: { name: "x-storefront-secret" } },
                    positionalConstraint: "EXACTLY",
                    searchString: graphs[stage].links.Edge?.storefrontSecret,
                  },
                },
              ],
            },
          },
        },
      });
      expect(inputs.rules[0]?.action).toEqual({ block: { customResponse: { responseCode: 429 } } });
      expect(edge(graphs[stage]).inputs.webAclId).toBeTruthy();
    }
    for (const stage of ["alice", "dev"] as const) {
      expect([all(graphs[stage], WEB_ACL), edge(graphs[stage]).inputs.webAclId]).toEqual([[], undefined]);
    }
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
