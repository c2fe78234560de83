import {
  type AddressLimit,
  addressLimits,
  LIMIT_RETRY_S,
  READ_METHODS,
  STOREFRONT_HEADERS,
} from "@myclothes/functions/edge-rules";
import { named } from "./names.ts";
import { stage } from "./stage.ts";

/** CloudFront's firewalls and their logs exist in this region only. */
const region = "us-east-1";

/** By which a storefront's own server proves itself. README.md explains how to give it to that server. */
export const storefrontSecret = new random.RandomPassword(`StorefrontSecret${stage.storefrontSecret}`, {
  length: 40,
  special: false,
}).result;

type Rule = aws.types.input.wafv2.WebAclRule;
type Statement = NonNullable<aws.types.input.wafv2.WebAclRuleStatement["rateBasedStatement"]>;
type Field = { method: object } | { uriPath: object } | { singleHeader: { name: string } };

const measured = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName: named(metricName),
  sampledRequestsEnabled: true,
});

/** API Gateway decodes a path once, so another spelling of a path must not avoid its limit. */
const equals = (fieldToMatch: Field, searchString: $util.Input<string>, transformation = "NONE") => ({
  byteMatchStatement: {
    fieldToMatch,
    positionalConstraint: "EXACTLY",
    searchString,
    textTransformations: [{ priority: 0, type: transformation }],
  },
});

const reads = {
  regexMatchStatement: {
    fieldToMatch: { method: {} },
    regexString: `^(${READ_METHODS.join("|")})$`,
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
};

function countedBy({ method, path }: AddressLimit) {
  if (path) {
    return {
      andStatement: {
        statements: [equals({ method: {} }, method), equals({ uriPath: {} }, path, "URL_DECODE")],
      },
    };
  }
  return method === "any write" ? { notStatement: { statements: [reads] } } : undefined;
}

/** One of AWS's lists of attacks. */
const managed = (name: keyof typeof stage.managedRules) => {
  const { action, countedRules } = stage.managedRules[name];
  return {
    name,
    overrideAction: action === "block" ? { none: {} } : { count: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: `AWSManagedRules${name}`,
        ruleActionOverrides: countedRules.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
};

/** Somebody adds addresses to these sets by hand, to block them at once: README.md. A deploy leaves the addresses as they are. */
const blockedAddresses = () =>
  ["IPV4", "IPV6"].map(
    (ipAddressVersion) =>
      new aws.wafv2.IpSet(
        `Blocked-${ipAddressVersion}`,
        { region, scope: "CLOUDFRONT", ipAddressVersion, addresses: [] },
        { ignoreChanges: ["addresses"] },
      ),
  );

/**
 * Rules are tried in this order, until one allows or blocks the request. AWS's lists and our own rules together need about 1,200 of the
 * 1,500 capacity units that are included.
 */
const rules = (): Rule[] =>
  [
    {
      name: "Blocked",
      action: { block: {} },
      statement: {
        orStatement: {
          statements: blockedAddresses().map(({ arn }) => ({ ipSetReferenceStatement: { arn } })),
        },
      },
    },
    // They judge what a request contains. A storefront's server passes on what its shoppers write, so they are for it, too.
    managed("KnownBadInputsRuleSet"),
    managed("SQLiRuleSet"),
    managed("CommonRuleSet"),
    {
      // Its server sends the requests of all its shoppers from one address, so what judges an address stands below and is not for it.
      name: "Storefront",
      action: { allow: {} },
      statement: equals({ singleHeader: { name: STOREFRONT_HEADERS.secret } }, storefrontSecret),
    },
    managed("AmazonIpReputationList"),
    ...addressLimits.map((one) => ({
      name: one.name,
      action: {
        block: {
          customResponse: {
            responseCode: 429,
            responseHeaders: [{ name: "retry-after", value: String(LIMIT_RETRY_S) }],
          },
        },
      },
      statement: {
        rateBasedStatement: {
          limit: one.limit,
          aggregateKeyType: "IP",
          evaluationWindowSec: 300,
          scopeDownStatement: countedBy(one),
        } satisfies Statement,
      },
    })),
  ].map((rule, priority) => ({ ...rule, priority, visibilityConfig: measured(rule.name) }));

/** It costs 17 dollars a month, so a developer's stage has none. */
export const firewall = stage.permanent
  ? new aws.wafv2.WebAcl("Firewall", {
      region,
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: measured("Firewall"),
      rules: rules(),
    })
  : undefined;

if (firewall) {
  // WAF writes only to log groups with this prefix.
  const log = new aws.cloudwatch.LogGroup("FirewallLog", {
    region,
    namePrefix: `aws-waf-logs-${named("Firewall")}-`,
    retentionInDays: stage.logDays,
  });
  // Without a policy of our own, WAF adds each log to one that all stages of the account share, until it is too long.
  const policy = new aws.cloudwatch.LogResourcePolicy("FirewallLogPolicy", {
    region,
    policyName: named("FirewallLog"),
    policyDocument: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          principals: [{ type: "Service", identifiers: ["delivery.logs.amazonaws.com"] }],
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [$interpolate`${log.arn}:*`],
          conditions: [
            {
              test: "StringEquals",
              variable: "aws:SourceAccount",
              values: [aws.getCallerIdentityOutput().accountId],
            },
          ],
        },
      ],
    }).json,
  });
  new aws.wafv2.WebAclLoggingConfiguration(
    "FirewallLogging",
    {
      region,
      resourceArn: firewall.arn,
      logDestinationConfigs: [log.arn],
      // Whoever reads the log must not be able to act as a shopper or as a merchant. The path of a blocked reset or verification has a
      // token that still works.
      redactedFields: [
        { uriPath: {} },
        ...["cookie", "authorization", "order-token", STOREFRONT_HEADERS.secret].map((name) => ({
          singleHeader: { name },
        })),
      ],
      // What was blocked, and what AWS's lists would have blocked. All other requests are in the access log.
      loggingFilter: {
        defaultBehavior: "DROP",
        filters: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            conditions: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"].map((action) => ({
              actionCondition: { action },
            })),
          },
        ],
      },
    },
    { dependsOn: policy },
  );
}
