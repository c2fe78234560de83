import { type Answer, askApp, type Client, client } from "../../support/client.ts";
import { resetModules } from "../../support/deadlines.ts";

/** A client of a new instance with an empty memory. It may continue with another client's cookie. */
export async function coldInstance(jar: { cookie: string } = { cookie: "" }): Promise<Client> {
  resetModules();
  const { app } = await import("@myclothes/functions/app");
  const cold = client(askApp(app));
  Object.assign(cold.jar, jar);
  return cold;
}

/** The store calls that an answer reports, in order: `dynamodb`, `data-api`. */
export const storeCalls = ({ headers }: Answer): string[] =>
  [...(headers.get("server-timing") ?? "").matchAll(/(dynamodb|data-api)\.\w+;/g)].map(
    ([, store = ""]) => store,
  );
