import { createRequire } from "node:module";
import path from "node:path";
import { type Child, launch, node } from "@myclothes/local/child";

export interface Queue extends Child {
  url: string;
  queueUrl: string;
}

/** A message whose worker dies is visible again after this time. */
const VISIBILITY_S = 2;

/** SQS as `npm start` runs it (fauxqs), with a short visibility timeout. */
export async function startQueue(): Promise<Queue> {
  const engines = path.dirname(createRequire(import.meta.url).resolve("@myclothes/local/engines"));
  const settings = { name: "lab-mails", visibilityS: VISIBILITY_S, maxReceives: 20 };
  const child = await launch({
    ...node(path.join(engines, "queue.mjs"), [JSON.stringify(settings)]),
    name: "SQS (fauxqs)",
    ready: /ready on (http:\S+) with (http:\S+)/,
  });
  return { ...child, url: child.ready[1] ?? "", queueUrl: child.ready[2] ?? "" };
}
