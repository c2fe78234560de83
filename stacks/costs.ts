import { named } from "./names.ts";
import { stage } from "./stage.ts";

/**
 * Tells when AWS costs more than expected. The budgets are of the whole account, because AWS can tell stages apart only after somebody
 * has activated the tag `sst:stage` for billing. AWS counts costs a few times a day: the alarm SignInFlood is faster.
 */
export function watchCosts(topic: aws.sns.Topic): void {
  const publishers = ["cloudwatch", "budgets", "costalerts"].map((name) => `${name}.amazonaws.com`);
  const policy = new aws.sns.TopicPolicy("AlarmsPolicy", {
    arn: topic.arn,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          principals: [{ type: "Service", identifiers: publishers }],
          actions: ["sns:Publish"],
          resources: [topic.arn],
          conditions: [
            {
              test: "StringEquals",
              variable: "aws:SourceAccount",
              values: [aws.getCallerIdentityOutput().accountId],
            },
          ],
        },
        {
          effect: "Deny",
          principals: [{ type: "*", identifiers: ["*"] }],
          actions: ["sns:Publish"],
          resources: [topic.arn],
          conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
        },
      ],
    }).json,
  });
  const notify = (notificationType: string, threshold: number) => ({
    comparisonOperator: "GREATER_THAN",
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    subscriberSnsTopicArns: [topic.arn],
  });
  const budget = (name: string, timeUnit: string, dollars: number, types: string[]) =>
    new aws.budgets.Budget(
      name,
      {
        name: named(name),
        budgetType: "COST",
        timeUnit,
        limitAmount: String(dollars),
        limitUnit: "USD",
        notifications: types.map((type) => notify(type, 100)),
      },
      { dependsOn: policy },
    );
  budget("DailyCosts", "DAILY", stage.dailyBudget, ["ACTUAL"]);
  budget("MonthlyCosts", "MONTHLY", stage.dailyBudget * 30, ["ACTUAL", "FORECASTED"]);

  // An account may have only one monitor of all services, and new accounts have it. README.md explains how to use that one.
  const monitor =
    stage.costMonitor ??
    new aws.costexplorer.AnomalyMonitor("CostMonitor", {
      name: named("CostMonitor"),
      monitorType: "CUSTOM",
      monitorSpecification: JSON.stringify({ Tags: { Key: "sst:stage", Values: [$app.stage] } }),
    }).arn;
  new aws.costexplorer.AnomalySubscription(
    "CostAnomalies",
    {
      name: named("CostAnomalies"),
      frequency: "IMMEDIATE",
      monitorArnLists: [monitor],
      subscribers: [{ type: "SNS", address: topic.arn }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: [String(stage.dailyBudget)],
        },
      },
    },
    { dependsOn: policy },
  );
}
