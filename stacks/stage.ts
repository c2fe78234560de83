import { isRestoreId } from "@myclothes/core/restored";
import { readOrigins } from "@myclothes/functions/edge-rules";
import { type FunctionName, functions } from "@myclothes/functions/functions";

/** The functions that answer requests. */
export type ApiName = {
  [Name in FunctionName]: (typeof functions)[Name] extends { paths: readonly string[] } ? Name : never;
}[FunctionName];

/**
 * How the firewall uses one of AWS's lists of attacks. `count`: it only logs what it would block. `countedRules` only count, also
 * while their list blocks. AWS ignores a name that the list does not have.
 */
const list = (action: "count" | "block", countedRules: string[] = []) => ({ action, countedRules });

function readNumber(name: string, usual: number): number {
  const text = process.env[name] || String(usual);
  if (Number(text) > 0) return Number(text);
  throw new Error(`${name} is "${text}". It must be a number such as ${usual}.`);
}

/** What differs between stages. `sst.config.ts` lists the permanent ones. */
const permanent = $app.protect === true;

/** What `npm run shop -- restore switch` writes into `.env.<stage>`. */
function restoreNamed(variable: "RESTORED_DATABASE" | "RESTORED_TABLES"): string | undefined {
  const id = process.env[variable];
  if (id && !isRestoreId(id))
    throw new Error(`${variable} is "${id}". It must be the ID of a restore, such as r20261129071500.`);
  return id || undefined;
}

export const stage = {
  permanent,
  /** The shop's own domain in Route 53, such as `shop.example.com`. Without it, the shop has CloudFront's. */
  domain: process.env.SHOP_DOMAIN,
  /** The origins of storefronts that are not on this domain: `https://shop.example,https://app.example`. */
  storefronts: readOrigins(process.env.STOREFRONT_ORIGINS),
  /** The e-mail address that receives the alarms. */
  alarmEmail: process.env.ALARM_EMAIL,
  /** What the account may cost a day, in US dollars, before a message is sent. */
  dailyBudget: readNumber("DAILY_BUDGET", 20),
  /** The ARN of a monitor of Cost Anomaly Detection that exists already. Without it, the stage has one of its own. */
  costMonitor: process.env.COST_MONITOR || undefined,
  /** The address that sends mail, verified in SES as an address or by its domain. Without it, mails are logged. */
  mailSender: process.env.MAIL_SENDER || undefined,
  /** Aurora's capacity units. With a minimum of 0 it pauses after five minutes, and needs 15 s to wake up. */
  capacity: permanent
    ? { minCapacity: readNumber("MIN_CAPACITY", 0.5), maxCapacity: 32 }
    : { minCapacity: 0, maxCapacity: 2, secondsUntilAutoPause: 300 },
  /** A replica takes over when the writer's zone is lost. It serves no reads: the Data API reaches the writer only. */
  replicas: $app.stage === "production" ? 1 : 0,
  /** Which restored database and tables the stage uses instead of its own. README.md explains the switch and its way back. */
  restored: {
    database: restoreNamed("RESTORED_DATABASE"),
    tables: restoreNamed("RESTORED_TABLES"),
  },
  /** The ARN of a backup vault in another account of the organization, which gets a copy each day. */
  backupVault: process.env.BACKUP_VAULT_ARN || undefined,
  backupDays: permanent ? 14 : 1,
  logDays: permanent ? 90 : 7,
  /** Requests per second to each route, and how many more for a moment. An account has 10,000 and 5,000 for all routes together. */
  throttle: permanent ? { rate: 2_000, burst: 4_000 } : { rate: 50, burst: 100 },
  /** AWS's lists of attacks. README.md explains when to change one to `block`. */
  managedRules: {
    KnownBadInputsRuleSet: list("count"),
    SQLiRuleSet: list("count"),
    // This rule matches each body of more than 8 KB. The merchant's requests have up to 1 MB.
    CommonRuleSet: list("count", ["SizeRestrictions_BODY"]),
    AmazonIpReputationList: list("count"),
  },
  /** Functions whose routes have a throttle of their own, so that a flood of one kind of requests leaves the others alone. */
  throttles: (permanent
    ? {
        orders: { rate: 500, burst: 1_000 },
        payments: { rate: 200, burst: 400 },
        admin: { rate: 100, burst: 200 },
      }
    : {}) as Partial<Record<ApiName, { rate: number; burst: number }>>,
  /**
   * How many orders are placed at a time. Lambda reserves so many environments, of which an account must have 100 more. A new
   * account has 10, so a developer's stage reserves none.
   */
  orders: permanent ? functions.orders.concurrency : undefined,
  /** How many runs of Worker there are at most at a time. They share the database with the shoppers. */
  workers: permanent ? 5 : 2,
  /** Numbers of the secrets that prove a request comes from the edge. README.md explains how to replace one. */
  edgeSecrets: { sent: 1, valid: [1] },
  /** The number of the secret by which a storefront's own server proves itself. */
  storefrontSecret: 1,
  /** Numbers of the signing keys. The first one signs. README.md explains how to replace one. */
  signingKeys: [1],
  /** Another number gives the roles of the database new passwords. README.md explains what happens meanwhile. */
  databasePasswords: 1,
  /** True for one deploy after a release whose functions all use the master user: they go on until they are replaced. */
  oldReleaseUsesMaster: false,
};
