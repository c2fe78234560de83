import type { Alarm } from "./alarm.ts";
import { stage } from "./stage.ts";

const { mailSender } = stage;

/** Makes SES report bounces and complaints. Its name tells the stages of an account apart. */
export const configurationSet = mailSender
  ? new aws.sesv2.ConfigurationSet("MailEvents", { configurationSetName: `${$app.name}-${$app.stage}` })
  : undefined;

if (configurationSet) {
  new aws.sesv2.ConfigurationSetEventDestination("MailFeedback", {
    configurationSetName: configurationSet.configurationSetName,
    eventDestinationName: "feedback",
    eventDestination: {
      enabled: true,
      matchingEventTypes: ["BOUNCE", "COMPLAINT"],
      // SES writes to the account's default bus only.
      eventBridgeDestination: {
        eventBusArn: $interpolate`arn:aws:events:${aws.getRegionOutput().region}:${aws.getCallerIdentityOutput().accountId}:event-bus/default`,
      },
    },
  });
}

/** Who sends mail. Without a sender the shop logs mails instead. */
export const mail = new sst.Linkable("Mail", {
  properties: { from: mailSender ?? "", configurationSet: configurationSet?.configurationSetName ?? "" },
});

const arnOf = (resource: $util.Input<string>) =>
  $interpolate`arn:aws:ses:${aws.getRegionOutput().region}:${aws.getCallerIdentityOutput().accountId}:${resource}`;

/** Permission to send mail from the sender's address. SES may have verified the address or its domain. */
export const allowMail = () =>
  mailSender && configurationSet
    ? [
        {
          actions: ["ses:SendEmail"],
          resources: [
            arnOf(`identity/${mailSender}`),
            arnOf(`identity/${mailSender.split("@").at(-1)}`),
            arnOf($interpolate`configuration-set/${configurationSet.configurationSetName}`),
          ],
          conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [mailSender] }],
        },
      ]
    : [];

/** What a deploy says about mail. */
export const mailOutput = mailSender
  ? `sent from ${mailSender}`
  : "MAIL_SENDER is not set: mails are logged, not sent. stacks/README.md explains how to set it.";

/** SES looks at an account from 5 % bounces and 0.1 % complaints on, and stops its mail at 10 % and 0.5 %. */
const reputation = (rate: string, threshold: number, action: string): Alarm => ({
  metrics: {
    rate: { namespace: "AWS/SES", metric: `Reputation.${rate}`, statistic: "Average", dimensions: {} },
  },
  threshold,
  minutes: 60,
  action,
});
export const mailAlarms: Record<string, Alarm> = mailSender
  ? {
      MailBounces: reputation(
        "BounceRate",
        0.05,
        "One of 20 mails of this account bounces, and at 10 % SES stops all its mail. Are addresses invented, by a program that registers accounts or orders as a guest? See the firewall's log and the shop's orders.",
      ),
      MailComplaints: reputation(
        "ComplaintRate",
        0.001,
        "One of 1,000 recipients calls this account's mail spam, and at 0.5 % SES stops all of it. Which mails, and to whom? See Reputation metrics in SES's console.",
      ),
    }
  : {};
