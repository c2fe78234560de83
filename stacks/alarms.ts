import { admin } from "./admin.ts";
import { type Alarm, createAlarm, createUsualAlarm, type UsualAlarm } from "./alarm.ts";
import { api } from "./api.ts";
import { watchCosts } from "./costs.ts";
import { capacity, createDashboard } from "./dashboard.ts";
import { feedback } from "./feedback.ts";
import { mailAlarms } from "./mail.ts";
import { ofApi, ofFunction, ofQueue, ofShop, ofTable } from "./metrics.ts";
import { orders } from "./orders.ts";
import { pages } from "./pages.ts";
import { paymentDifferences, payments } from "./payments.ts";
import { deadEvents, events } from "./queue.ts";
import { rollOutUnder } from "./rollout.ts";
import { stage } from "./stage.ts";
import { attempts, cache, carts, sessions } from "./storage.ts";
import { deadLetters, sweep } from "./sweep.ts";
import { worker } from "./worker.ts";

/** Errors and throttles of a function, named after it. */
const ofEach = (name: string, of: sst.aws.Function, errors: string): Record<string, Alarm> => ({
  [`${name}Errors`]: { metrics: { errors: ofFunction("Errors", of) }, threshold: 1, action: errors },
  [`${name}Throttles`]: {
    metrics: { throttles: ofFunction("Throttles", of) },
    threshold: 1,
    action:
      "The account's limit of concurrent executions is reached: request more in Service Quotas, Lambda.",
  },
});

const stopped = (job: string, action: string): Alarm => ({
  metrics: { runs: ofShop("Runs", { Job: job }) },
  threshold: 1,
  isLower: true,
  missing: "alarm",
  minutes: 5,
  times: 2,
  action,
});

const throttled = (metric: string, table: sst.aws.Dynamo): Alarm => ({
  metrics: { throttles: ofTable(metric, table) },
  threshold: 10,
  action:
    "One cart or session is requested far too often: the request log shows from which address. The firewall's limits for each address are in packages/functions/src/edge.limits.ts.",
});

/** `IF(…)`: a ratio of few requests says nothing, so a quiet shop has no alarm. */
const alarms: Record<string, Alarm> = {
  ServerErrors: {
    metrics: { errors: ofApi("5xx"), requests: ofApi("Count") },
    expression: "IF(errors >= 5, 100 * errors / requests, 0)",
    threshold: 2,
    times: 2,
    action:
      'At least 2 % of the answers are 5xx. Open /v1/health/ready: it names a store that does not answer. Then ask the logs for `status >= 500`, as "Read the request log" in stacks/README.md shows. If no function logged them, the gateway refused them: look at OrdersThrottles.',
  },
  EdgeRefused: {
    metrics: { bypassed: ofShop("EdgeBypassed"), requests: ofApi("Count") },
    expression: "IF(bypassed >= 5, 100 * bypassed / requests, 0)",
    threshold: 90,
    minutes: 5,
    times: 3,
    action:
      "Nearly all answers are 403: the edge sends a secret that the live versions do not accept. If edgeSecrets in stacks/stage.ts was changed and deployed, roll that deploy out: npm run shop -- rollout --at-once --stage <name>.",
  },
  Refusals: {
    metrics: { refused: ofApi("4xx"), requests: ofApi("Count") },
    expression: "IF(refused >= 100, 100 * refused / requests, 0)",
    threshold: 60,
    times: 5,
    action:
      "Most answers are 4xx. The request log shows their routes and codes: a deploy that broke a client, or a program that guesses paths.",
  },
  SlowAnswers: {
    metrics: { latency: ofApi("Latency", "p99") },
    threshold: 3_000,
    times: 5,
    action:
      "Read the field timing of slow requests in the request log: it names the store. Then look at that store's own alarm.",
  },
  OrdersRefused: {
    metrics: {
      all: ofShop("Orders"),
      placed: ofShop("Orders", { Outcome: "placed" }),
      repeated: ofShop("Orders", { Outcome: "replayed" }),
      soldOut: ofShop("Orders", { Outcome: "stock.insufficient" }),
      busy: ofShop("Orders", { Outcome: "checkout.busy" }),
    },
    // What is sold out, or popular for a moment, is no fault.
    expression:
      "IF(FILL(all, 0) >= 20, 100 * (all - FILL(placed, 0) - FILL(repeated, 0) - FILL(soldOut, 0) - FILL(busy, 0)) / all, 0)",
    threshold: 50,
    minutes: 5,
    times: 3,
    action:
      "Half of the orders are refused. The dashboard shows the reasons. Likely causes: somebody changed prices or stock in the database itself, so that the cache is old, or the payment provider has no keys.",
  },
  SignInFailures: {
    metrics: { all: ofShop("SignIns"), good: ofShop("SignIns", { Outcome: "signed_in" }) },
    expression: "IF(FILL(all, 0) >= 100, 100 * (all - FILL(good, 0)) / all, 0)",
    threshold: 80,
    minutes: 5,
    times: 3,
    action:
      "Most sign-ins fail. With session.bad_credentials somebody guesses passwords: see the firewall's log. With another code the shop is at fault.",
  },
  SignInFlood: {
    metrics: { all: ofShop("SignIns") },
    threshold: 5_000,
    minutes: 5,
    action:
      "Each sign-in costs a tenth of a second of a processor. If no sale explains so many, see in the firewall's log from where they come. From few addresses: lower the limit SignIn in packages/functions/src/edge.limits.ts and deploy. From many: block their network or country in WAF.",
  },
  SweepStopped: stopped(
    "Sweep",
    "Sweep has not ended well for ten minutes: events wait. Read its log, then the schedule EveryMinute in EventBridge Scheduler.",
  ),
  PaymentsStopped: stopped(
    "Payments",
    "Payments has not ended its scheduled work for ten minutes: orders stay unpaid. Read its log, then the schedule EveryMinutePayments in EventBridge Scheduler.",
  ),
  ...ofEach(
    "Api",
    api,
    "The function ended without an answer: a time-out or too little memory. The last lines of its log say which.",
  ),
  OrdersErrors: {
    metrics: { errors: ofFunction("Errors", orders) },
    threshold: 1,
    action:
      "The Orders function ended without an answer: a time-out or too little memory. The last lines of its log say which.",
  },
  OrdersThrottles: {
    metrics: { throttles: ofFunction("Throttles", orders) },
    threshold: 100,
    times: 5,
    action:
      "More orders arrive at a time than stacks/stage.ts reserves: shoppers get 503 and try again. Raise `orders` if Aurora has capacity left.",
  },
  ...ofEach(
    "Admin",
    admin,
    "The Admin function ended without an answer: a time-out or too little memory. The last lines of its log say which.",
  ),
  ...ofEach(
    "Pages",
    pages,
    "The Pages function ended without an answer: a time-out or too little memory. The last lines of its log say which. The edge serves known pages for five minutes.",
  ),
  PaymentsErrors: {
    metrics: { errors: ofFunction("Errors", payments) },
    threshold: 1,
    times: 5,
    action:
      "Search the Payments function's log: the database or Stripe did not answer. Nothing is lost: the next minute and Stripe's own repetitions try again.",
  },
  PaymentsThrottles: {
    metrics: { throttles: ofFunction("Throttles", payments) },
    threshold: 1,
    action:
      "The account's limit of concurrent executions is reached: request more in Service Quotas, Lambda.",
  },
  PaymentDifferences: {
    metrics: {
      differences: {
        namespace: $app.name,
        metric: paymentDifferences,
        statistic: "Sum",
        dimensions: {},
      },
    },
    threshold: 1,
    action:
      'The shop and Stripe disagree about a payment, or an authorization ends: search the Payments function\'s log for `payment differs`, `refund failed` or `authorization expires soon`, and follow "Money without an order" in stacks/README.md.',
  },
  SweepErrors: {
    metrics: { errors: ofFunction("Errors", sweep) },
    threshold: 1,
    times: 5,
    action:
      "Search the Sweep function's log: the database or the queue did not answer. Nothing is lost: the next minute tries again.",
  },
  WorkerErrors: {
    metrics: { errors: ofFunction("Errors", worker) },
    threshold: 1,
    times: 5,
    action:
      "The Worker function ended without an answer: a time-out, too little memory, or no database. The queue delivers its messages again.",
  },
  DeadEvents: {
    metrics: { messages: ofQueue("ApproximateNumberOfMessagesVisible", deadEvents) },
    threshold: 1,
    action:
      'An event or an upload was not handled in five attempts. Repair the cause, then send this queue\'s messages back (SQS, Start DLQ redrive). Do not purge it: "Handle dead letters" in stacks/README.md.',
  },
  LateEvents: {
    metrics: { messages: ofQueue("ApproximateAgeOfOldestMessage", events) },
    threshold: 900,
    action:
      "Events wait for more than 15 minutes: read the Worker function's log. If it only has too much to do, raise workers in stacks/stage.ts.",
  },
  FeedbackErrors: {
    metrics: { errors: ofFunction("Errors", feedback) },
    threshold: 1,
    action:
      'Search the Feedback function\'s log. An address that bounced or complained was not recorded, so the shop goes on mailing it: "Mail" in stacks/README.md shows how to record it.',
  },
  DeadLetters: {
    metrics: { messages: ofQueue("ApproximateNumberOfMessagesVisible", deadLetters) },
    threshold: 1,
    action:
      "Sweep or Payments could not be called: the message's attributes name the function and the error. The next minute's call does its work, so purge the queue when the cause is repaired.",
  },
  ...mailAlarms,
  DatabaseCapacity: {
    metrics: { capacity },
    threshold: 90,
    times: 5,
    action:
      "Aurora is near its maximum capacity: raise maxCapacity in stacks/stage.ts and deploy. This also sets the minimum back that prepare-sale has raised: during a sale, run prepare-sale --apply again. A restored cluster is changed in the console.",
  },
  ...Object.fromEntries(
    Object.entries({ Sessions: sessions, Carts: carts, Attempts: attempts, Cache: cache }).flatMap(
      ([name, table]) => [
        [`${name}ReadThrottles`, throttled("ReadThrottleEvents", table)],
        [`${name}WriteThrottles`, throttled("WriteThrottleEvents", table)],
      ],
    ),
  ),
};

const usual: Record<string, UsualAlarm> = {
  OrdersMissing: {
    metric: ofShop("Orders", { Outcome: "placed" }),
    deviations: 3,
    minutes: 60,
    action:
      "Far fewer orders than usual at this hour of the week. Order something yourself. Then compare the dashboard's requests and refused orders: do shoppers not come, or can they not buy?",
  },
};

if (stage.permanent) {
  // With AWS's own key for SNS, alarms could not publish. The messages contain nothing personal, so there is no encryption.
  const topic = new aws.sns.Topic("Alarms");
  if (stage.alarmEmail) {
    new aws.sns.TopicSubscription("AlarmEmail", {
      topic: topic.arn,
      protocol: "email",
      endpoint: stage.alarmEmail,
    });
  }
  const direct = Object.entries(alarms).map(
    ([name, alarm]) => [name, createAlarm(`${name}Alarm`, alarm, topic)] as const,
  );
  const names = new Map(direct.map(([name, alarm]) => [name, alarm.name]));
  // What a new version can break. A shortage of capacity is no reason to go back.
  rollOutUnder((name) => ["ServerErrors", `${name}Errors`].flatMap((alarm) => names.get(alarm) ?? []));
  const created = [
    ...direct.map(([, alarm]) => alarm),
    ...Object.entries(usual).map(([name, alarm]) => createUsualAlarm(`${name}Alarm`, alarm, topic)),
  ];
  watchCosts(topic);
  createDashboard(created);
}
