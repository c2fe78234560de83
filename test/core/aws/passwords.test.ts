import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { links } from "@myclothes/core/links";
import { scramVerifier, setPasswords } from "@myclothes/core/passwords";
import { databaseRoles, roleName } from "@myclothes/core/roles";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../support/products.ts";

/** The secrets, by their ARNs. */
const secrets = new Map<string, string>();
const requests: { target: unknown; signature: unknown }[] = [];

const secretsManager = createServer(async (request, answer) => {
  const { "x-amz-target": target, authorization: signature } = request.headers;
  requests.push({ target, signature });
  let body = "";
  for await (const chunk of request) body += chunk;
  const SecretString = secrets.get(JSON.parse(body).SecretId);
  if (SecretString === undefined)
    return answer.writeHead(400).end('{"__type":"AccessDeniedException","Message":"not allowed"}');
  answer.end(JSON.stringify({ SecretString }));
});

const stored = () =>
  run(
    `select rolname::text, rolcanlogin, coalesce(rolpassword, '') from pg_authid where rolname in (${databaseRoles
      .map((role) => `'${roleName(role)}'`)
      .join(", ")})`,
  );

/** Whether the stored text is that of this password, which PostgreSQL checks in the same way. */
function fits(verifier: string, password: string): boolean {
  const [, iterations, salt] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(verifier) ?? [];
  return verifier === scramVerifier(password, Buffer.from(salt ?? "", "base64"), Number(iterations));
}

beforeAll(async () => {
  await new Promise<void>((resolve) => secretsManager.listen(0, "127.0.0.1", resolve));
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = `http://127.0.0.1:${(secretsManager.address() as AddressInfo).port}`;
});
afterAll(() => void secretsManager.close());

function store(suffix: string): void {
  for (const role of databaseRoles) {
    const login = { username: roleName(role), password: `password-of-${role}-${suffix}` };
    secrets.set(links.Database.secrets[role], JSON.stringify(login));
  }
}

describe("the passwords of the database's roles", () => {
  it("are hashed as PostgreSQL hashes them", async () => {
    await run("set password_encryption = 'scram-sha-256'");
    await run("drop role if exists hashed");
    await run("create role hashed password 'correct horse'");
    const [row] = await run("select rolpassword from pg_authid where rolname = 'hashed'");
    await run("drop role hashed");
    expect([fits(String(row?.[0]), "correct horse"), fits(String(row?.[0]), "another")]).toEqual([
      true,
      false,
    ]);
  });

  it("are those of the secrets, again after a secret has changed, from two places at once", async () => {
    for (const suffix of ["first", "second"]) {
      store(suffix);
      expect(await Promise.all([setPasswords(), setPasswords()])).toEqual([
        databaseRoles.length,
        databaseRoles.length,
      ]);
      const rows = await stored();
      expect(rows).toHaveLength(databaseRoles.length);
      for (const [name, canLogIn, verifier] of rows) {
        const role = String(name).replace("shop_", "");
        expect([role, canLogIn, fits(String(verifier), `password-of-${role}-${suffix}`)]).toEqual([
          role,
          true,
          true,
        ]);
      }
    }
    expect(requests[0]).toEqual({
      target: "secretsmanager.GetSecretValue",
      signature: expect.stringMatching(/^AWS4-HMAC-SHA256 .*\/secretsmanager\/aws4_request/),
    });
  });

  it("stay as they are when a secret cannot be read, or is that of another user", async () => {
    const before = await stored();
    secrets.delete(links.Database.secrets.worker);
    await expect(setPasswords()).rejects.toThrow("A data store is unavailable");
    secrets.set(links.Database.secrets.worker, JSON.stringify({ username: "shop", password: "master" }));
    await expect(setPasswords()).rejects.toThrow("The secret of the role worker is that of shop.");
    expect(await stored()).toEqual(before);
  });
});
