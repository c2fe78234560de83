// Runs one instance of a function as a process: `node runtime.mjs <function> <number> <bundle>`. It loads the bundle once, as
// Lambda does, and answers over the IPC channel. It is JavaScript, because a TypeScript loader would cost time and memory.
import "./console.mjs";
import inspector from "node:inspector";
import { pathToFileURL } from "node:url";

const [name, number, bundle] = process.argv.slice(2);

process.once("disconnect", () => process.exit());
process.env.AWS_LAMBDA_LOG_STREAM_NAME = `${number}-${process.pid}`;

const { handler } = await import(pathToFileURL(bundle).href);

process.on("message", (message) => ("inspect" in message ? inspect(message.inspect) : invoke(message)));

async function invoke({ id, event, deadline }) {
  const functionName = `myclothes-local-${name}`;
  const context = {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: "1024",
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    process.send({ id, result: await handler(event, context) });
  } catch (error) {
    console.error(error);
    process.send({ id, error: true });
  }
}

/** Opens the port for a debugger, or closes it when the port is null. */
function inspect(port) {
  if (port === null) inspector.close();
  else inspector.open(port, "127.0.0.1");
  process.send({ inspected: true });
}

process.send({ ready: process.pid });
