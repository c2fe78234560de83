import { context } from "@myclothes/core/context";
import * as Key from "@myclothes/core/merchant/key";
import { app } from "@myclothes/functions/admin";
import { askApp, type Client, client } from "./client.ts";

export const askAdmin = askApp(app);

/** Who creates the keys of tests: a person who may deploy. */
export const deployer = { keyId: "cli", route: "keys create", scopes: Key.SCOPES };

/** The client of an API key with this role or with these scopes, of the admin app without HTTP. */
export async function admin(
  as: Key.Role | Key.Scope[] = "owner",
): Promise<Pick<Client, "send"> & { id: string; secret: string }> {
  const granted = typeof as === "string" ? { role: as } : { scopes: as };
  const { key } = await Key.create(context(), deployer, { name: "Test", ...granted });
  const { id, secret = "" } = key;
  return { id, secret, send: withKey(secret) };
}

/** `send` of a client with this key. */
export function withKey(secret: string): Client["send"] {
  const { send } = client(askAdmin);
  return (method, path, { headers, ...request } = {}) =>
    send(method, path, { ...request, headers: { authorization: `Bearer ${secret}`, ...headers } });
}
