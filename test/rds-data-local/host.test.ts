import { lookup } from "node:dns/promises";
import { hostname } from "node:os";
import { expect, it } from "vitest";
import { createDataApi } from "../../packages/rds-data-local/src/index.ts";

const noPool = { connect: () => Promise.reject(new Error("no call gets this far")) };
const local = await lookup(hostname()).catch(() => undefined);

it.skipIf(!local)("answers to the host name that it listens on", async () => {
  const api = createDataApi({ pool: noPool });
  const answer = await fetch(await api.listen(0, hostname()));
  expect(answer.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  await api.close();
});

// Only Linux has a second loopback address on every machine.
it.skipIf(process.platform !== "linux")("answers to each of its addresses if it listens on all", async () => {
  const api = createDataApi({ pool: noPool });
  const { port } = new URL(await api.listen(0, "0.0.0.0"));
  const answer = await fetch(`http://127.0.0.2:${port}`);
  expect(answer.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  await api.close();
});
