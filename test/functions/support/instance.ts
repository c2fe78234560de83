import { type Answer, askApp, type Client, client } from "../../support/client.ts";
import { resetModules } from "../../support/deadlines.ts";

/** Starts another instance. Its memory is empty. Returns a function that makes clients of it. */
export async function otherInstance(): Promise<() => Client> {
  resetModules();
  const { app } = await import("@myclothes/functions/app");
  const ask = askApp(app);
  return () => client(ask);
}

/** A client of a new instance with an empty memory. It may continue with another client's cookie. */
export async function coldInstance(jar: { cookie: string } = { cookie: "" }): Promise<Client> {
  const cold = (await otherInstance())();
  Object.assign(cold.jar, jar);
  return cold;
}

/** The store calls that an answer reports, in order: `dynamodb`, `data-api`. */
export const storeCalls = ({ headers }: Answer): string[] =>
  [...(headers.get("server-timing") ?? "").matchAll(/(dynamodb|data-api)\.\w+;/g)].map(
    ([, store = ""]) => store,
  );
