import { fileURLToPath } from "node:url";
import { type Child, launch, node } from "../process/child.ts";

export interface Ses extends Child {
  /** Of the API, and of a page that shows the sent mails. */
  url: string;
}

/** Starts an SES that keeps the mails in memory instead of sending them. */
export async function startSes(): Promise<Ses> {
  const program = node(fileURLToPath(new URL("ses.mjs", import.meta.url)), []);
  const child = await launch({ ...program, name: "SES (aws-ses-v2-local)", ready: /ready on (http:\S+)/ });
  return { ...child, url: child.ready[1] ?? "" };
}
