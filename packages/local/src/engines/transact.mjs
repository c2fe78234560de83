// TransactWriteItems for dynalite, which has no transactions: writes all of several items or none, while other requests wait.
// A process that is killed in between leaves the first of them written.
const VERSION = "DynamoDB_20120810";
const JSON_1_0 = "application/x-amz-json-1.0";
const INSIDE = `inside-${crypto.randomUUID()}`;

/** Puts this handler before dynalite's own. */
export function withTransactions(server) {
  const [handle] = server.listeners("request");
  const underWay = new Set();
  let turn = Promise.resolve();
  server.removeAllListeners("request");
  server.on("request", async (request, response) => {
    if (request.headers[INSIDE]) return handle(request, response);
    if (request.headers["x-amz-target"] === `${VERSION}.TransactWriteItems`) {
      const work = async () => {
        await Promise.all(underWay);
        const { status, body } = await transact(clientFor(request), await inputOf(request));
        response.writeHead(status, { "content-type": JSON_1_0 }).end(JSON.stringify(body));
      };
      // A failed transaction does not stop the next one.
      turn = turn.then(work).catch(() => response.destroy());
      return turn;
    }
    await turn;
    // A client that has disconnected meanwhile gets no answer, so no `close` event would come.
    if (response.destroyed) return;
    const done = new Promise((resolve) => response.once("close", resolve));
    underWay.add(done);
    done.then(() => underWay.delete(done));
    return handle(request, response);
  });
}

async function transact(ask, { TransactItems }) {
  const undo = [];
  for (const [i, { Put }] of TransactItems.entries()) {
    const { status, body } = await ask("PutItem", { ...Put, ReturnValues: "ALL_OLD" });
    if (status === 200) {
      undo.unshift([Put, body.Attributes]);
      continue;
    }
    for (const [{ TableName, Item }, before] of undo) {
      if (before) await ask("PutItem", { TableName, Item: before });
      else await ask("DeleteItem", { TableName, Key: await keyOf(ask, TableName, Item) });
    }
    if (!body.__type?.endsWith("#ConditionalCheckFailedException")) return { status, body };
    const reasons = TransactItems.map((_, at) => ({ Code: at === i ? "ConditionalCheckFailed" : "None" }));
    const __type = "com.amazonaws.dynamodb.v20120810#TransactionCanceledException";
    return { status, body: { __type, message: "Transaction cancelled", CancellationReasons: reasons } };
  }
  return { status: 200, body: {} };
}

async function keyOf(ask, TableName, item) {
  const { body } = await ask("DescribeTable", { TableName });
  return Object.fromEntries(body.Table.KeySchema.map(({ AttributeName: name }) => [name, item[name]]));
}

/** Asks dynalite for a single operation, with the credentials of the request. */
const clientFor = (request) => async (operation, input) => {
  const { port } = request.socket.address();
  const answer = await fetch(`http://127.0.0.1:${port}`, {
    method: "POST",
    headers: {
      "content-type": JSON_1_0,
      "x-amz-target": `${VERSION}.${operation}`,
      "x-amz-date": request.headers["x-amz-date"],
      authorization: request.headers.authorization,
      [INSIDE]: "yes",
    },
    body: JSON.stringify(input),
  });
  return { status: answer.status, body: await answer.json() };
};

async function inputOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
