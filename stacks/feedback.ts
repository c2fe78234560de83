import { allowSql, lambda } from "./lambda.ts";
import { configurationSet } from "./mail.ts";
import { migrated } from "./migrate.ts";
import { database } from "./storage.ts";

/** Stops mail to addresses that bounce or complain. */
export const feedback = lambda(
  "Feedback",
  { memory: "512 MB", timeout: "30 seconds", retries: 2, link: [database], permissions: allowSql("worker") },
  { dependsOn: migrated },
);

if (configurationSet) {
  const rule = new aws.cloudwatch.EventRule("MailFeedbackRule", {
    eventPattern: $jsonStringify({
      source: ["aws.ses"],
      detail: {
        eventType: ["Bounce", "Complaint"],
        mail: { tags: { "ses:configuration-set": [configurationSet.configurationSetName] } },
      },
    }),
  });
  new aws.cloudwatch.EventTarget("MailFeedbackTarget", { rule: rule.name, arn: feedback.arn });
  new aws.lambda.Permission("MailFeedbackPermission", {
    action: "lambda:InvokeFunction",
    function: feedback.name,
    principal: "events.amazonaws.com",
    sourceArn: rule.arn,
  });
}
