import { type DatabaseRole, databaseRoles, roleName } from "@myclothes/core/roles";
import { tables } from "@myclothes/core/tables";

export type Env = Record<string, string>;

export interface Addresses {
  dynamoUrl: string;
  dataApiUrl: string;
  /** The URL of the bucket of images. Undefined: the given link names it. */
  imagesUrl?: string | undefined;
  sqsUrl: string;
  /** Of Secrets Manager, which only Migrate needs. */
  secretsUrl?: string | undefined;
  /** The URL that names the queue of events. Undefined: the given link names it. */
  queueUrl: string | undefined;
  /** Undefined: there is no SES, so mails are logged. */
  sesUrl?: string | undefined;
  /** Where the shop's pages are, such as http://localhost:3000. */
  origins: string[];
}

/** The endpoints of engines that run already. The shop uses them and does not start its own. */
export const givenEndpoints = (from: NodeJS.ProcessEnv) => ({
  dynamoUrl: from.AWS_ENDPOINT_URL_DYNAMODB,
  dataApiUrl: from.AWS_ENDPOINT_URL_RDS_DATA,
  sqsUrl: from.AWS_ENDPOINT_URL_SQS,
  secretsUrl: from.AWS_ENDPOINT_URL_SECRETS_MANAGER,
  sesUrl: from.AWS_ENDPOINT_URL_SESV2,
  imagesUrl: givenBucket(from),
});

/** The bucket has a link and no endpoint. The link counts only together with stores that run already. */
function givenBucket(from: NodeJS.ProcessEnv): string | undefined {
  const hasStores = from.AWS_ENDPOINT_URL_DYNAMODB || from.AWS_ENDPOINT_URL_RDS_DATA;
  return hasStores && from.SST_RESOURCE_Images ? JSON.parse(from.SST_RESOURCE_Images).url : undefined;
}

/** All that the shop reads from its environment. With a given endpoint, the given links and credentials stay as they are. */
export function environment(addresses: Addresses, from: NodeJS.ProcessEnv): Env {
  const { dynamoUrl, dataApiUrl, sqsUrl, queueUrl, sesUrl, imagesUrl, secretsUrl, origins } = addresses;
  const isGiven = Object.values(givenEndpoints(from)).some(Boolean);
  return {
    ...(isGiven && hasIdentity(from) ? {} : dummyCredentials),
    ...resources(origins, sesUrl ? "shop@example.com" : ""),
    AWS_REGION: "us-east-1",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    ...(isGiven && givenLinks(from)),
    AWS_ENDPOINT_URL_DYNAMODB: dynamoUrl,
    AWS_ENDPOINT_URL_RDS_DATA: dataApiUrl,
    ...(imagesUrl !== undefined && { SST_RESOURCE_Images: JSON.stringify({ url: imagesUrl }) }),
    AWS_ENDPOINT_URL_SQS: sqsUrl,
    ...(secretsUrl && { AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl }),
    ...(queueUrl !== undefined && { SST_RESOURCE_Queue: JSON.stringify({ url: queueUrl }) }),
    ...(sesUrl && { AWS_ENDPOINT_URL_SESV2: sesUrl }),
  };
}

/** The profile and the token are empty, so that the SDK never uses those of a real account. */
const dummyCredentials: Env = {
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_SESSION_TOKEN: "",
  AWS_PROFILE: "",
};

/** The gateway sends it to the shop, as CloudFront does on AWS. */
export const EDGE_SECRET = "local";

const hasIdentity = (from: NodeJS.ProcessEnv) => Boolean(from.AWS_ACCESS_KEY_ID || from.AWS_PROFILE);

export const secretArn = (role: DatabaseRole) =>
  `arn:aws:secretsmanager:us-east-1:000000000000:secret:${role}`;
const allRoles: DatabaseRole[] = ["master", ...databaseRoles];

/**
 * The arguments that tell the Data API which role of the database belongs to which secret. The master user is the one that
 * connects.
 */
export const roleArguments = databaseRoles.flatMap((role) => [
  "--secret",
  `${secretArn(role)}=${roleName(role)}`,
]);

/** What a function is linked to, as `sst/resource` reads it. */
function resources(origins: string[], from: string): Env {
  const links = {
    App: { name: "myclothes", stage: "local" },
    ...Object.fromEntries(Object.keys(tables).map((table) => [table, { name: `myclothes-local-${table}` }])),
    Database: {
      clusterArn: "arn:aws:rds:us-east-1:000000000000:cluster:local",
      database: "postgres",
      secrets: Object.fromEntries(allRoles.map((role) => [role, secretArn(role)])),
    },
    Edge: { secrets: [EDGE_SECRET], storefrontSecret: EDGE_SECRET },
    Mail: { from, configurationSet: "" },
    // The same at every start, so that tokens stay valid.
    Signing: { keys: ["local"] },
    Site: { origins },
    StripePublishableKey: { value: "" },
    StripeSecretKey: { value: "" },
    StripeWebhookSecret: { value: "" },
  };
  return Object.fromEntries(
    Object.entries(links).map(([name, link]) => [`SST_RESOURCE_${name}`, JSON.stringify(link)]),
  );
}

/** The given links and credentials, except the links to the site and the edge: those belong to this shop. */
function givenLinks(from: NodeJS.ProcessEnv): Env {
  const isNeeded = ([name, value]: [string, string | undefined]) =>
    value &&
    (/^SST_RESOURCE_(?!(Site|Edge)$)/.test(name) || /^AWS_(REGION|PROFILE|ACCESS_KEY_ID|SE)/.test(name));
  return Object.fromEntries(Object.entries(from).filter(isNeeded)) as Env;
}
