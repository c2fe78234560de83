/** What differs from stage to stage. Which are permanent is said in `sst.config.ts`. */
const permanent = $app.protect === true;

export const stage = {
  permanent,
  /** The shop's own domain, in Route 53: `shop.example.com`. Without it, CloudFront's. */
  domain: process.env.SHOP_DOMAIN,
  /** Who is written to when an alarm rings. */
  alarmEmail: process.env.ALARM_EMAIL,
  /** Aurora's capacity units. From 0 it pauses after five minutes, and takes 15 s to wake: a shopper would not wait. */
  capacity: permanent
    ? { minCapacity: 0.5, maxCapacity: 32 }
    : { minCapacity: 0, maxCapacity: 2, secondsUntilAutoPause: 300 },
  /** They serve no reads, since the Data API reaches the writer alone: one takes over when the writer's zone is lost. */
  replicas: $app.stage === "production" ? 1 : 0,
  backupDays: permanent ? 14 : 1,
  logDays: permanent ? 90 : 7,
  /** Requests a second to the API, and how many more for a moment. */
  throttle: permanent ? { rate: 2_000, burst: 4_000 } : { rate: 50, burst: 100 },
  /** Numbers of the secrets by which the edge proves itself. To change it, see the README: three deploys, no downtime. */
  edgeSecrets: { sent: 1, valid: [1] },
  /** Numbers of the signing keys; the first one signs. To replace 1 by 2, deploy [1, 2], then [2, 1], and 90 days later [2]. */
  signingKeys: [1],
};
