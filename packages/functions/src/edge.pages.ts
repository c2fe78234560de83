// What the edge must know of the storefront's pages. CloudFront and the local gateway read it.

/**
 * The paths of the APIs, as CloudFront's path patterns, with all their methods. They are those of `build/functions.ts`. Nothing is
 * cached there, except public reads.
 */
export const apiPaths = {
  shoppers: ["/v1/*", "/docs", "/openapi.json"],
  merchant: ["/admin/v1/*", "/admin/docs", "/admin/openapi.json"],
};

/** Where the hashed scripts, styles and fonts are, in the site and in their bucket. */
export const ASSETS_PATH = "/assets/";

/** A hashed name never has another content. */
export const ASSET_CACHING = "public, max-age=31536000, immutable";

/** The longest that the edge keeps a page, fresh or stale, even if the page allows more. In seconds. */
export const PAGE_MAX_AGE_S = 3_600;

/**
 * What a page may load and do (https://www.w3.org/TR/CSP3/). Stripe's form needs its script and its frames. `uploads` is the origin
 * of the bucket to which the merchant's page sends images.
 */
export const contentSecurityPolicy = (uploads: string): string =>
  Object.entries({
    "default-src": "'none'",
    "script-src": `'self' ${STRIPE_JS}`,
    "style-src": "'self'",
    // A product may have images of any other host.
    "img-src": "'self' data: blob: https:",
    "font-src": "'self'",
    "connect-src": `'self' https://api.stripe.com ${uploads}`.trim(),
    "frame-src": `${STRIPE_JS} https://hooks.stripe.com`,
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  })
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");

const STRIPE_JS = "https://js.stripe.com https://*.js.stripe.com";

/**
 * The policy of every answer that is no page: JSON, images, and the page that describes an API, which adds its own script. No script
 * of such an answer runs, even if a browser takes it for a page. An image in SVG has its own styles.
 */
export const API_CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Pages use no sensor. Stripe's form may offer the browser's own way to pay. */
export const PERMISSIONS_POLICY =
  'camera=(), geolocation=(), microphone=(), payment=(self "https://js.stripe.com"), usb=()';

export const REFERRER_POLICY = "strict-origin-when-cross-origin";
