import { bucket } from "@myclothes/core/buckets";
import {
  ASSETS_PATH,
  type Audience,
  apiPaths,
  cors,
  EDGE_HEADER,
  MAX_AGE_S,
  PAGE_MAX_AGE_S,
  preflightHeaders,
  publicReads,
  UNSAFE_PATH,
} from "@myclothes/functions/edge-rules";
import { firewall, storefrontSecret } from "./firewall.ts";
import { gateway } from "./gateway.ts";
import { originsOf, pageHeaders, publicHeaders, securityHeaders, storefrontHeaders } from "./headers.ts";
import { stage } from "./stage.ts";
import { assets, images, readableBy } from "./storage.ts";

/** The IDs of policies that AWS provides in every account. */
const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";

const READS = ["GET", "HEAD"];
const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
/** The statuses that CloudFront caches for ten seconds by default. */
const ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

const secret = (number: number) =>
  new random.RandomPassword(`EdgeSecret${number}`, { length: 40, special: false }).result;
const secrets = new Map(stage.edgeSecrets.valid.map((number) => [number, secret(number)]));
const sentSecret = secrets.get(stage.edgeSecrets.sent);
if (!sentSecret) throw new Error("stacks/stage.ts: `edgeSecrets.sent` must be one of `edgeSecrets.valid`.");

/** The shop accepts a request only with one of these secrets. */
export const edge = new sst.Linkable("Edge", {
  properties: { secrets: [...secrets.values()], storefrontSecret },
});

/**
 * Answers 404 to a path that another program could read as a different path. Only the edge sees a path as it was sent: API
 * Gateway decodes it, and an encoded slash can no longer be told from a slash. Answers every preflight too, so that none costs a
 * call of a function. Sorts the parameters of a public read, so that their order makes no second entry in the cache: `sortedQuery` is
 * the rule. The code is ECMAScript 5.1, which CloudFront runs completely.
 */
const viewerRequest = (name: string, audience: Audience) =>
  new aws.cloudfront.Function(name, {
    runtime: "cloudfront-js-2.0",
    code: `var origins = ${JSON.stringify(originsOf(audience))};
function handler(event) {
  var request = event.request;
  if (${UNSAFE_PATH}.test(request.uri)) return unsafe(event);
  var asked = request.headers;
  if (request.method !== "OPTIONS" || !asked.origin || !asked["access-control-request-method"]) {
    if (origins[0] === "*") request.querystring = sorted(request.querystring);
    return request;
  }
  var answer = { statusCode: 204, statusDescription: "No Content", headers: {} };
  if (origins[0] !== "*") answer.headers.vary = { value: "Origin" };
  if (origins[0] !== "*" && origins.indexOf(asked.origin.value) < 0) return answer;
  var allowed = ${JSON.stringify(preflightHeaders(audience))};
  for (var header in allowed) answer.headers[header] = { value: allowed[header] };
  answer.headers["access-control-allow-origin"] = { value: origins[0] === "*" ? "*" : asked.origin.value };
  return answer;
}
function sorted(query) {
  var parameters = [];
  for (var name in query) {
    var values = query[name].multiValue || [query[name]];
    for (var i = 0; i < values.length; i++) parameters.push(name + "=" + values[i].value);
  }
  return parameters.sort().join("&");
}
function unsafe(event) {
  var problem = {
    type: "/docs#route.unknown", title: "There is nothing at this path", status: 404, code: "route.unknown",
    detail: "There is nothing at this path.", requestId: event.context.requestId,
  };
  var headers = { "content-type": { value: "application/problem+json" }, "cache-control": { value: "no-store" } };
  var asked = event.request.headers.origin, allowed = origins[0] === "*" ? "*" : asked && asked.value;
  if (asked && ${audience === "listed"}) headers.vary = { value: "Origin" };
  if (asked && origins.indexOf(allowed) >= 0) {
    headers["access-control-allow-origin"] = { value: allowed };
    headers["access-control-expose-headers"] = { value: ${JSON.stringify(cors.exposed.join(", "))} };
  }
  return {
    statusCode: 404,
    statusDescription: "Not Found",
    headers: headers,
    body: { encoding: "text", data: JSON.stringify(problem) },
  };
}`,
  });

const behaviorFor = (request: { arn: $util.Output<string> }, headers: { id: $util.Output<string> }) => ({
  functionAssociations: [{ eventType: "viewer-request", functionArn: request.arn }],
  viewerProtocolPolicy: "redirect-to-https",
  responseHeadersPolicyId: headers.id,
  cachedMethods: READS,
});
const forShoppers = behaviorFor(viewerRequest("SafePaths", "listed"), storefrontHeaders);
const forEveryone = behaviorFor(viewerRequest("PublicPaths", "*"), publicHeaders);
const own = viewerRequest("AdminPaths", "none");
const forMerchant = behaviorFor(own, securityHeaders);
const forPages = behaviorFor(own, pageHeaders);

/**
 * The whole query string is part of the cache key and reaches the shop, which refuses unknown parameters. A list of names
 * could hold only 10, and CloudFront would drop all others before the shop could refuse them.
 */
const cachePolicy = (name: string, maxTtl: number) =>
  new aws.cloudfront.CachePolicy(name, {
    minTtl: 0,
    defaultTtl: 0,
    maxTtl,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "all" },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  });

/** These requests reach the shop without cookies and Authorization, so no answer can be personal. Other methods get a 405. */
const cachedBy = (policy: aws.cloudfront.CachePolicy) => ({
  compress: true,
  targetOriginId: "api",
  allowedMethods: ALL_METHODS,
  cachePolicyId: policy.id,
});
const cachedReads = cachedBy(cachePolicy("PublicReads", MAX_AGE_S));
const cachedPages = cachedBy(cachePolicy("Pages", PAGE_MAX_AGE_S));

/** The APIs get the whole request, and nothing is cached. */
const forwarded = {
  compress: false,
  targetOriginId: "api",
  allowedMethods: ALL_METHODS,
  cachePolicyId: CACHING_DISABLED,
  originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
};

/** What is in a bucket never changes. */
const stored = { compress: true, allowedMethods: READS, cachePolicyId: CACHING_OPTIMIZED };

/** Signs the requests to a bucket. */
const bucketAccess = new aws.cloudfront.OriginAccessControl("ImagesAccess", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});

const cdn = new sst.aws.Cdn("Cdn", {
  comment: `${$app.name} ${$app.stage}`,
  ...(stage.domain && { domain: stage.domain }),
  ...(firewall && { webAclArn: firewall.arn }),
  origins: [
    {
      originId: "api",
      domainName: gateway.url.apply((url) => new URL(url).host),
      customHeaders: [{ name: EDGE_HEADER, value: sentSecret }],
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        // The shop answers within 10 s, even if a store does not.
        originReadTimeout: 15,
      },
    },
    ...Object.entries({ images, assets }).map(([originId, { bucketRegionalDomainName }]) => ({
      originId,
      domainName: bucketRegionalDomainName,
      originAccessControlId: bucketAccess.id,
    })),
  ],
  defaultCacheBehavior: { ...forPages, ...cachedPages },
  // CloudFront takes the first that fits. A distribution may have 25.
  orderedCacheBehaviors: [
    ...publicReads.map((pathPattern) => ({ ...forEveryone, ...cachedReads, pathPattern })),
    ...apiPaths.shoppers.map((pathPattern) => ({ ...forShoppers, ...forwarded, pathPattern })),
    ...apiPaths.merchant.map((pathPattern) => ({ ...forMerchant, ...forwarded, pathPattern })),
    { ...forEveryone, ...stored, pathPattern: "/images/*", targetOriginId: "images" },
    { ...forMerchant, ...stored, pathPattern: `${ASSETS_PATH}*`, targetOriginId: "assets" },
  ],
  customErrorResponses: ERRORS.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
  wait: stage.permanent,
  transform: {
    distribution: (distribution) => {
      distribution.httpVersion = "http2and3";
      distribution.isIpv6Enabled = true;
    },
  },
});

export const distribution = cdn.nodes.distribution;

/** The origins of the shop's own pages. */
export const site = new sst.Linkable("Site", {
  properties: { origins: [stage.domain ? `https://${stage.domain}` : cdn.url] },
});

readableBy("Images", distribution, images, bucket.images);
