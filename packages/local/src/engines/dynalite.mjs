// Runs dynalite as a process: `node dynalite.mjs <port> [folder]`. dynalite opens its folder at the first request, so this
// makes one: when the process is ready, the folder is known to be readable.
import { createRequire } from "node:module";
import dynalite from "dynalite";
import { withTransactions } from "./transact.mjs";

const [port, path] = process.argv.slice(2);

process.once("uncaughtException", (error) => {
  console.error(messageOf(error));
  process.exit(1);
});

// dynalite itself does not report why it cannot open its folder.
if (path) {
  const { Level } = createRequire(import.meta.resolve("dynalite"))("level");
  const database = new Level(path);
  await database.open();
  await database.close();
}

const server = dynalite({ path, createTableMs: 0 });
withTransactions(server);
server.listen(Number(port), "127.0.0.1", async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const headers = {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "DynamoDB_20120810.ListTables",
    "x-amz-date": "20000101T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=local/20000101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  };
  const answer = await fetch(url, { method: "POST", headers, body: "{}" });
  if (answer.ok) console.log(`ready on ${url}`);
  else throw new Error(await answer.text());
});

/** The error's message with those of its causes, in one line. */
function messageOf({ message, cause }) {
  return cause ? `${message}: ${messageOf(cause)}` : message;
}
