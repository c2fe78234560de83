import {
  API_CONTENT_SECURITY_POLICY,
  type Audience,
  contentSecurityPolicy,
  cors,
  PERMISSIONS_POLICY,
  REFERRER_POLICY,
} from "@myclothes/functions/edge-rules";
import { stage } from "./stage.ts";
import { images } from "./storage.ts";

// An account may have 20 of these policies. A stage has three of them, or four if it has storefronts.

export const originsOf = (audience: Audience): string[] =>
  ({ "*": ["*"], listed: stage.storefronts, none: [] })[audience];

/**
 * The headers of every answer, also of CloudFront's own errors. CloudFront adds those of CORS when a page of an allowed origin
 * sent the request.
 */
function responseHeaders(
  name: string,
  audience: Audience,
  more: Partial<aws.cloudfront.ResponseHeadersPolicyArgs> = {},
) {
  const origins = originsOf(audience);
  const { securityHeadersConfig, ...rest } = more;
  return new aws.cloudfront.ResponseHeadersPolicy(name, {
    securityHeadersConfig: {
      strictTransportSecurity: {
        accessControlMaxAgeSec: 31_536_000,
        includeSubdomains: true,
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: REFERRER_POLICY, override: true },
      // The page that describes an API allows its own script.
      contentSecurityPolicy: { contentSecurityPolicy: API_CONTENT_SECURITY_POLICY, override: false },
      ...securityHeadersConfig,
    },
    customHeadersConfig: {
      items: [{ header: "Permissions-Policy", value: PERMISSIONS_POLICY, override: true }],
    },
    ...(origins.length > 0 && {
      corsConfig: {
        accessControlAllowCredentials: false,
        accessControlAllowOrigins: { items: origins },
        accessControlAllowMethods: { items: cors.methods },
        accessControlAllowHeaders: { items: cors.requestHeaders },
        accessControlExposeHeaders: { items: cors.exposed },
        accessControlMaxAgeSec: cors.maxAgeS,
        originOverride: true,
      },
    }),
    ...rest,
  });
}

export const securityHeaders = responseHeaders("SecurityHeaders", "none");
export const publicHeaders = responseHeaders("PublicHeaders", "*");
export const storefrontHeaders =
  stage.storefronts.length > 0 ? responseHeaders("StorefrontHeaders", "listed") : securityHeaders;

/** A page loads scripts, so its headers say which. The merchant's page sends images to their bucket. */
export const pageHeaders = responseHeaders("PageHeaders", "none", {
  securityHeadersConfig: {
    contentSecurityPolicy: {
      contentSecurityPolicy: images.bucketRegionalDomainName.apply((name) =>
        contentSecurityPolicy(`https://${name}`),
      ),
      override: true,
    },
  },
});
