// Runs one instance of the function as a process: `node runtime.mjs <number> <bundle>`. It loads the bundle once, as Lambda
// does, and answers over the IPC channel. It is JavaScript, because a TypeScript loader would cost time and memory.
import "./console.mjs";
import { pathToFileURL } from "node:url";

const [number, bundle] = process.argv.slice(2);

process.once("disconnect", () => process.exit());
process.env.AWS_LAMBDA_LOG_STREAM_NAME = `${number}-${process.pid}`;

const { handler } = await import(pathToFileURL(bundle).href);

process.on("message", async ({ id, event, deadline }) => {
  const context = {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    functionName: "myclothes-local-Api",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:myclothes-local-Api",
    logGroupName: "/aws/lambda/myclothes-local-Api",
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
});

process.send({ ready: process.pid });
