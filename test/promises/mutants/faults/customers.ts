// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const core = "packages/core/src";

export const customers: Mutant[] = [
  {
    name: "an address is read by its ID alone",
    file: `${core}/customer/address.sql.ts`,
    find: "where a.customer_id = ${customer} and a.id = ${id}`",
    replace: "where a.id = ${id}`",
    caughtBy: ["test/functions/shop/routes/address.owner.test.ts"],
  },
  {
    name: "an address is replaced by its ID alone",
    file: `${core}/customer/address.sql.ts`,
    find: "${JSON.stringify(content)}::jsonb\n        where customer_id = ${customer} and id = ${id}",
    replace: "${JSON.stringify(content)}::jsonb\n        where id = ${id}",
    caughtBy: ["test/functions/shop/routes/address.owner.test.ts"],
  },
  {
    name: "an address is deleted by its ID alone",
    file: `${core}/customer/address.sql.ts`,
    find: "delete from address\n        where customer_id = ${customer} and id = ${id}",
    replace: "delete from address\n        where id = ${id}",
    caughtBy: ["test/functions/shop/routes/address.owner.test.ts"],
  },
  {
    name: "an expired session counts until DynamoDB deletes it",
    file: `${core}/session/session.rules.ts`,
    find: "now < expiry(session) && session.epoch >= minEpoch",
    replace: "session.epoch >= minEpoch",
    caughtBy: ["test/core/session/session.test.ts"],
  },
  {
    name: "a session from before a password change stays open",
    file: `${core}/session/session.rules.ts`,
    find: "now < expiry(session) && session.epoch >= minEpoch",
    replace: "now < expiry(session)",
    caughtBy: ["test/core/customer/customer.password.test.ts"],
  },
  {
    name: "a session's token is stored without hashing",
    file: `${core}/session/token.rules.ts`,
    find: "(secret: string): string => sha256(secret);",
    replace: "(secret: string): string => secret;",
    caughtBy: ["test/core/session/session.test.ts"],
  },
  {
    name: "a session's expiry is stored in milliseconds",
    file: `${core}/session/session.table.ts`,
    find: "Math.ceil(expiry({ isCustomer, ...session }).getTime() / 1000)",
    replace: "expiry({ isCustomer, ...session }).getTime()",
    caughtBy: ["test/core/session/session.test.ts"],
  },
  {
    name: "using a session that has ended stores it again",
    file: `${core}/session/session.table.ts`,
    find: '"seenAt = :seenAt, expiresAt = :expiresAt", {\n    expression: "attribute_exists(id)",',
    replace:
      '"seenAt = :seenAt, expiresAt = :expiresAt", {\n    expression: "attribute_not_exists(endedAt)",',
    caughtBy: ["test/core/session/session.test.ts"],
  },
  {
    name: "signing in leaves the old session open",
    file: `${core}/session/session.create.ts`,
    find: "const ended = previous && previous.secret !== secret ? [previous] : [];",
    replace: "const ended: Token[] = [];",
    caughtBy: ["test/functions/shop/routes/session.customer.test.ts"],
  },
  {
    name: "attempts at a password are counted after the hash",
    file: `${core}/customer/credentials.ts`,
    find: `  await Attempt.consume(ctx, counters);
  return Attempt.giveBackOnError(ctx, counters, async () => {
    const account = await find();
    return { account, isRight: await Password.matches(ctx, password, account?.passwordHash) };
  });`,
    replace: `  const account = await find();
  const isRight = await Password.matches(ctx, password, account?.passwordHash);
  await Attempt.consume(ctx, counters);
  return { account, isRight };`,
    caughtBy: ["test/functions/shop/routes/session.customer.attempts.test.ts"],
  },
  {
    name: "a faster answer reveals that an account does not exist",
    file: `${core}/customer/credentials.ts`,
    find: "isRight: await Password.matches(ctx, password, account?.passwordHash)",
    replace: "isRight: !!account && (await Password.matches(ctx, password, account.passwordHash))",
    caughtBy: ["test/functions/shop/routes/session.customer.attempts.test.ts"],
  },
  {
    name: "an attempt stays counted although a store was unavailable",
    file: `${core}/customer/attempt.ts`,
    find: "    await giveBack(ctx, counters);\n    throw error;",
    replace: "    throw error;",
    caughtBy: ["test/functions/shop/routes/session.customer.device.test.ts"],
  },
  {
    name: "a device is recognised without checking its signature",
    file: `${core}/customer/device.ts`,
    find: 'isSigned("device", textOf(id, login, entry.slice(0, OWNER)), entry.slice(OWNER));',
    replace: 'textOf(id, login, entry) !== "" && isSigned.length > 0;',
    caughtBy: ["test/functions/shop/routes/session.customer.device.test.ts"],
  },
  {
    name: "a registration is repeated without its password",
    file: `${core}/customer/register.ts`,
    find: "if (isRight && isSame)",
    replace: "if (isSame)",
    caughtBy: ["test/functions/shop/routes/customer.retry.test.ts"],
  },
  {
    name: "an account is erased without its password",
    file: `${core}/customer/customer.erase.ts`,
    find: "if (account && !isRight) throw wrongPassword();",
    replace: "if (account === null) throw wrongPassword();",
    caughtBy: ["test/functions/shop/routes/customer.erase.test.ts"],
  },
  {
    name: "erasing an account leaves no event",
    file: `${core}/customer/customer.sql.ts`,
    find: `, event as (\${Events.record(ctx, "customer.erased", sql\`gone\`)}
      )`,
    replace: "",
    caughtBy: ["test/core/customer/customer.erase.test.ts"],
  },
  {
    name: "signing out ends nothing",
    file: `${core}/session/session.revoke.ts`,
    find: "if (session) await Table.remove(ctx, session);",
    replace: "if (session) return;",
    caughtBy: ["test/promises/races/signout.test.ts"],
  },
  {
    name: "a link for a new password works twice",
    file: `${core}/customer/token.use.sql.ts`,
    find: "where customer_id = id and login = old_login and epoch = old_epoch",
    replace: "where customer_id = id and login = old_login",
    caughtBy: ["test/functions/shop/routes/link.test.ts"],
  },
  {
    name: "a requested change of e-mail survives a new password",
    file: `${core}/customer/token.use.sql.ts`,
    find: "else epoch = old_epoch",
    replace: "else true",
    caughtBy: ["test/functions/shop/routes/link.test.ts"],
  },
  {
    name: "a suppressed address gets mail",
    file: `${core}/mail/mail.ts`,
    find: 'if (stopped) return log("info",',
    replace: 'if (stopped) log("info",',
    caughtBy: ["test/core/mail/mail.test.ts"],
  },
  {
    name: "the fragment of a mail's link is sent to servers",
    file: `${core}/mail/templates.ts`,
    find: "/account/password-reset#token=",
    replace: "/account/password-reset?token=",
    caughtBy: ["test/core/mail/templates.test.ts"],
  },
];
