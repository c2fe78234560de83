// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const core = "packages/core/src";

export const customers: Mutant[] = [
  {
    name: "an address is read by its id alone",
    file: `${core}/customer/address.sql.ts`,
    find: "where a.customer_id = ${customer} and a.id = ${id}`",
    replace: "where a.id = ${id}`",
    caughtBy: ["test/functions/address.owner.test.ts"],
  },
  {
    name: "an address is replaced by its id alone",
    file: `${core}/customer/address.sql.ts`,
    find: "${JSON.stringify(content)}::jsonb\n        where customer_id = ${customer} and id = ${id}",
    replace: "${JSON.stringify(content)}::jsonb\n        where id = ${id}",
    caughtBy: ["test/functions/address.owner.test.ts"],
  },
  {
    name: "an address is deleted by its id alone",
    file: `${core}/customer/address.sql.ts`,
    find: "delete from address\n        where customer_id = ${customer} and id = ${id}",
    replace: "delete from address\n        where id = ${id}",
    caughtBy: ["test/functions/address.owner.test.ts"],
  },
  {
    name: "a session that has expired is trusted to be gone",
    file: `${core}/session/session.rules.ts`,
    find: "now < expiry(session) && session.epoch >= epoch",
    replace: "session.epoch >= epoch",
    caughtBy: ["test/core/session/session.test.ts"],
  },
  {
    name: "a session of an older password goes on",
    file: `${core}/session/session.rules.ts`,
    find: "now < expiry(session) && session.epoch >= epoch",
    replace: "now < expiry(session)",
    caughtBy: ["test/core/customer/password.change.test.ts"],
  },
  {
    name: "a session's token is stored as it is",
    file: `${core}/session/session.rules.ts`,
    find: "(secret: string): string => sha256(secret);",
    replace: "(secret: string): string => secret;",
    caughtBy: ["test/core/session/session.test.ts"],
  },
  {
    name: "a session's expiry is stored in milliseconds",
    file: `${core}/session/session.table.ts`,
    find: "Math.ceil(expiry(session).getTime() / 1000)",
    replace: "expiry(session).getTime()",
    caughtBy: ["test/core/session/session.test.ts"],
  },
  {
    name: "a session that has ended is brought back by being seen",
    file: `${core}/session/session.table.ts`,
    find: '"seenAt = :seenAt, expiresAt = :expiresAt", {\n    expression: "attribute_exists(id)",',
    replace:
      '"seenAt = :seenAt, expiresAt = :expiresAt", {\n    expression: "attribute_not_exists(endedAt)",',
    caughtBy: ["test/core/session/session.test.ts"],
  },
  {
    name: "signing in leaves the old token alive",
    file: `${core}/session/session.ts`,
    find: "ended: previous ? [previous] : [], forget",
    replace: "ended: [], forget",
    caughtBy: ["test/functions/session.customer.test.ts"],
  },
  {
    name: "tries at a password are counted after the hash",
    file: `${core}/customer/customer.ts`,
    find: `  await Attempt.claim(ctx, login);
  const [row] = await Sql.byLogin(ctx, login);
  const isRight = await Password.matches(ctx, password, row?.passwordHash);
  if (!row || !isRight) throw`,
    replace: `  const [row] = await Sql.byLogin(ctx, login);
  const isRight = await Password.matches(ctx, password, row?.passwordHash);
  if (!row || !isRight) await Attempt.claim(ctx, login);
  if (!row || !isRight) throw`,
    caughtBy: ["test/functions/session.customer.attempts.test.ts"],
  },
  {
    name: "an account that does not exist is told by its haste",
    file: `${core}/customer/customer.ts`,
    find: "const isRight = await Password.matches(ctx, password, row?.passwordHash);\n  if (!row",
    replace: "const isRight = row && (await Password.matches(ctx, password, row.passwordHash));\n  if (!row",
    caughtBy: ["test/functions/session.customer.attempts.test.ts"],
  },
  {
    name: "erasing an account leaves no event",
    file: `${core}/customer/customer.sql.ts`,
    find: `, event as (
        insert into outbox (event, subject) select 'customer.erased', id from gone
      )`,
    replace: "",
    caughtBy: ["test/core/customer/erase.test.ts"],
  },
  {
    name: "signing out ends nothing",
    file: `${core}/session/session.ts`,
    find: "if (session) await Table.end(ctx, session);",
    replace: "if (session) return;",
    caughtBy: ["test/races/signout.test.ts"],
  },
];
