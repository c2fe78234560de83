const DEADLINE_MS = 10_000;

/** Calls an operation of SQS. */
export async function sqs<T>(url: string, operation: string, input: object): Promise<T> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  if (!answer.ok) throw new Error(`SQS has answered ${answer.status}`);
  const text = await answer.text();
  return (text ? JSON.parse(text) : {}) as T;
}

export const sendOrder = (url: string, QueueUrl: string, id: string) =>
  sqs(url, "SendMessage", { QueueUrl, MessageBody: id });
