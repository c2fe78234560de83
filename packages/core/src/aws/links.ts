import { Resource } from "sst/resource";
import type { DatabaseRole } from "./roles.ts";
import type { TableName } from "./tables.ts";

/** The linked resources: from SST on AWS, from `SST_RESOURCE_*` elsewhere. They are read at first use, not at import. */
type Links = Record<TableName, { name: string }> & {
  App: { name: string; stage: string };
  /** `secrets`: the ARN of each role's secret. A function may read only that of its own role. */
  Database: { clusterArn: string; database: string; secrets: Record<DatabaseRole, string> };
  /** The secrets by which the edge proves itself. There are two during a rotation. */
  Edge: {
    secrets: string[];
    /** By which a storefront's own server proves itself: the firewall does not count its requests as those of one shopper. */
    storefrontSecret: string;
  };
  /** The bucket of images, without a slash at the end. */
  Images: { url: string };
  /** The queue of events. */
  Queue: { url: string };
  /** Stripe's keys. Without a publishable key, the shop has no Stripe. The secret ones are linked to Payments only. */
  StripePublishableKey: { value: string };
  StripeSecretKey: { value: string };
  /** Two, with a space between them, during a rotation. */
  StripeWebhookSecret: { value: string };
  /** Keys for HMAC signatures. The first one signs; all of them verify. */
  Signing: { keys: string[] };
  /** The address that sends mail, and SES's configuration set. Without an address, mails are logged instead. */
  Mail: { from: string; configurationSet: string };
  /** The origins whose pages may send the session cookie with a write. */
  Site: { origins: string[] };
};

export const links = Resource as unknown as Links;
