import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { databaseRoles, roleName } from "@myclothes/core/roles";
import { secretArn } from "./env.ts";

export interface Secrets {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a Secrets Manager with the login of each database role, for Migrate. Its passwords are new at each start, and nobody
 * uses them: the local Data API chooses the role by the secret's ARN.
 */
export async function startSecrets(): Promise<Secrets> {
  const logins = new Map(
    databaseRoles.map((role) => [secretArn(role), { username: roleName(role), password: randomUUID() }]),
  );
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { SecretId } = JSON.parse(Buffer.concat(chunks).toString() || "{}");
    const login = logins.get(SecretId);
    const body = login ? { SecretString: JSON.stringify(login) } : { __type: "ResourceNotFoundException" };
    response.writeHead(login ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const stop = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
