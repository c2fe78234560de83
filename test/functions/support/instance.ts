import { type Answer, askApp, type Client, client } from "../../support/client.ts";
import { resetModules } from "../../support/deadlines.ts";

/** A client of an instance that has just started and remembers nothing. It may carry on with another client's cookie. */
export async function coldInstance(jar: { cookie: string } = { cookie: "" }): Promise<Client> {
  resetModules();
  const { app } = await import("@myclothes/functions/app");
  const cold = client(askApp(app));
  Object.assign(cold.jar, jar);
  return cold;
}

/** The store calls that an answer says it has cost, in order: `dynamodb`, `data-api`. */
export const storeCalls = ({ headers }: Answer): string[] =>
  [...(headers.get("server-timing") ?? "").matchAll(/(dynamodb|data-api)\.\w+;/g)].map(
    ([, store = ""]) => store,
  );
