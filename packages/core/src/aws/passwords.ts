import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { context } from "../context.ts";
import { links } from "./links.ts";
import { execute, transaction } from "./postgres.ts";
import { databaseRoles, roleName } from "./roles.ts";
import { readLogin } from "./secret.ts";
import { sql } from "./sql.ts";

const LOCK = 7_216_804;
/** A deployment may wait for the database longer than a request. */
const LIMIT_MS = 30_000;

/**
 * Gives each role of the database the password in its secret, and lets it log in. Safe to run again, also from two places at the
 * same time; after a secret has changed, it must run. Returns the number of roles.
 */
export async function setPasswords(): Promise<number> {
  const ctx = context({ timeoutMs: 60_000 });
  const logins = await Promise.all(
    databaseRoles.map(async (role) => {
      const { username, password } = await readLogin(ctx, links.Database.secrets[role]);
      if (username !== roleName(role))
        throw new Error(`The secret of the role ${role} is that of ${username}.`);
      return { username, verifier: scramVerifier(password) };
    }),
  );
  const work = async (transactionId: string | undefined) => {
    const options = { transactionId, limitMs: LIMIT_MS };
    await execute(ctx, sql`select pg_advisory_xact_lock(${LOCK})::text`, options);
    for (const { username, verifier } of logins) {
      // The statement can have no parameters. Both texts are without quotes.
      const statement = `alter role ${username} login password '${verifier}'`;
      await execute(ctx, { compile: () => statement }, options);
    }
  };
  await transaction(ctx, work, LIMIT_MS);
  return logins.length;
}

/**
 * What PostgreSQL stores of a password (RFC 5803). It is made here, as psql's `\\password` does, because PostgreSQL may log a
 * statement or keep it in its statistics.
 */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4_096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const keyOf = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(keyOf("Client Key")).digest("base64");
  const serverKey = keyOf("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
