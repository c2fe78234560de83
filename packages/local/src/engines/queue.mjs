// Runs fauxqs as a process, for SQS: `node queue.mjs <settings as JSON>`. Messages are kept in memory only: after a new start, Sweep
// sends the unhandled events again. fauxqs's own program would listen on all network interfaces.
import { buildApp } from "fauxqs";

const { name, visibilityS, maxReceives } = JSON.parse(process.argv[2]);

const server = buildApp({ logger: false });
const url = await server.listen({ port: 0, host: "127.0.0.1" });

const dead = await create(`${name}-dead`, { MessageRetentionPeriod: String(14 * 86_400) });
const { Attributes } = await ask("GetQueueAttributes", { QueueUrl: dead, AttributeNames: ["QueueArn"] });
const redrive = { deadLetterTargetArn: Attributes.QueueArn, maxReceiveCount: maxReceives };
const queue = await create(name, {
  VisibilityTimeout: String(visibilityS),
  RedrivePolicy: JSON.stringify(redrive),
});
console.log(`ready on ${url} with ${queue}`);

async function create(QueueName, Attributes) {
  const { QueueUrl } = await ask("CreateQueue", { QueueName, Attributes });
  // fauxqs gives the host of the request, which is the host that others reach.
  return QueueUrl;
}

async function ask(operation, input) {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(input) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
