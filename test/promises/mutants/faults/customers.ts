// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const core = "packages/core/src";

export const customers: Mutant[] = [
  {
    name: "an address is read by its id alone",
    file: `${core}/customer/address.sql.ts`,
    find: "where a.customer_id = ${customer} and a.id = ${id}`",
    replace: "where a.id = ${id}`",
    caughtBy: ["test/functions/shop/routes/address.owner.test.ts"],
  },
  {
    name: "an address is replaced by its id alone",
    file: `${core}/customer/address.sql.ts`,
    find: "${JSON.stringify(content)}::jsonb\n        where customer_id = ${customer} and id = ${id}",
    replace: "${JSON.stringify(content)}::jsonb\n        where id = ${id}",
    caughtBy: ["test/functions/shop/routes/address.owner.test.ts"],
  },
  {
    name: "an address is deleted by its id alone",
    file: `${core}/customer/address.sql.ts`,
    find: "delete from address\n        where customer_id = ${customer} and id = ${id}",
    replace: "delete from address\n        where id = ${id}",
    caughtBy: ["test/functions/shop/routes/address.owner.test.ts"],
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
    find: "const ended = previous && previous.secret !== secret ? [previous] : [];",
    replace: "const ended: Rules.Token[] = [];",
    caughtBy: ["test/functions/shop/routes/session.customer.test.ts"],
  },
  {
    name: "tries at a password are counted after the hash",
    file: `${core}/customer/credentials.ts`,
    find: `  await Attempt.consume(ctx, counters);
  return orGiveBack(ctx, counters, async () => {
    const row = await find();
    return { row, isRight: await Password.matches(ctx, password, row?.passwordHash) };
  });`,
    replace: `  const row = await find();
  const isRight = await Password.matches(ctx, password, row?.passwordHash);
  await Attempt.consume(ctx, counters);
  return { row, isRight };`,
    caughtBy: ["test/functions/shop/routes/session.customer.attempts.test.ts"],
  },
  {
    name: "an account that does not exist is told by its haste",
    file: `${core}/customer/credentials.ts`,
    find: "isRight: await Password.matches(ctx, password, row?.passwordHash)",
    replace: "isRight: !!row && (await Password.matches(ctx, password, row.passwordHash))",
    caughtBy: ["test/functions/shop/routes/session.customer.attempts.test.ts"],
  },
  {
    name: "a try stays counted though a store was unavailable",
    file: `${core}/customer/credentials.ts`,
    find: "    await Attempt.giveBack(ctx, counters);\n    throw error;",
    replace: "    throw error;",
    caughtBy: ["test/functions/shop/routes/session.customer.device.test.ts"],
  },
  {
    name: "a device is known by its id, whatever the signature",
    file: `${core}/customer/device.ts`,
    find: 'isSigned("device", textOf(id, login, entry.slice(0, OWNER)), entry.slice(OWNER));',
    replace: 'textOf(id, login, entry) !== "" && isSigned.length > 0;',
    caughtBy: ["test/functions/shop/routes/session.customer.device.test.ts"],
  },
  {
    name: "a registration is repeated without its password",
    file: `${core}/customer/signin.ts`,
    find: "if (isRight && isSame)",
    replace: "if (isSame)",
    caughtBy: ["test/functions/shop/routes/customer.retry.test.ts"],
  },
  {
    name: "an account is erased without its password",
    file: `${core}/customer/customer.ts`,
    find: "if (row && !isRight) throw wrongPassword();",
    replace: "if (row === null) throw wrongPassword();",
    caughtBy: ["test/functions/shop/routes/customer.erase.test.ts"],
  },
  {
    name: "erasing an account leaves no event",
    file: `${core}/customer/customer.sql.ts`,
    find: `, event as (\${Events.record("customer.erased", sql\`gone\`)}
      )`,
    replace: "",
    caughtBy: ["test/core/customer/erase.test.ts"],
  },
  {
    name: "signing out ends nothing",
    file: `${core}/session/session.ts`,
    find: "if (session) await Table.end(ctx, session);",
    replace: "if (session) return;",
    caughtBy: ["test/promises/races/signout.test.ts"],
  },
];
