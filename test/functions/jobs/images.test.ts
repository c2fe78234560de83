import { expect, it } from "vitest";
import { handler } from "../../../packages/functions/src/jobs/worker.ts";
import { admin } from "../../support/admin.ts";
import { picture, put, requestUpload } from "../../support/images.ts";

/** An event of SQS with these messages, whose IDs are their numbers. */
const eventWith = (...bodies: unknown[]) => ({
  Records: bodies.map((body, i) => ({
    messageId: String(i),
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: "1" },
  })),
});

const arrived = (key: string) => ({
  Records: [{ eventSource: "aws:s3", eventName: "ObjectCreated:Put", s3: { object: { key } } }],
});

it("converts the uploads of a batch, and S3 need not send them again", async () => {
  const merchant = await admin("manager");
  const file = await picture({ width: 60, height: 40 }).png().toBuffer();
  const uploads = [await requestUpload(merchant, file), await requestUpload(merchant, file)];
  for (const upload of uploads) await put(upload, file);
  const messages = uploads.map(({ id }) => arrived(`uploads/${id}`));
  const test = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "b" };
  expect(await handler(eventWith(...messages, test, "no JSON", {}))).toEqual({ batchItemFailures: [] });
  for (const { id } of uploads) {
    const { body } = await merchant.send("GET", `/admin/v1/images/${id}`);
    expect([body.status, body.width, body.height]).toEqual(["ready", 60, 40]);
  }
});

it("gets only that message again whose upload could not be converted", async () => {
  const merchant = await admin("manager");
  const file = await picture({ width: 60, height: 40 }).png().toBuffer();
  const [missing, present] = [await requestUpload(merchant, file), await requestUpload(merchant, file)];
  await put(present, file);
  const messages = [missing, present].map(({ id }) => arrived(`uploads/${id}`));
  expect(await handler(eventWith(...messages))).toEqual({ batchItemFailures: [{ itemIdentifier: "0" }] });
  const statusOf = async (id: string) => (await merchant.send("GET", `/admin/v1/images/${id}`)).body.status;
  expect([await statusOf(missing.id), await statusOf(present.id)]).toEqual(["pending", "ready"]);
});
