import { type Command, plain, type Sent, type World } from "./command.ts";
import * as M from "./model.ts";
import type { Reply } from "./reply.ts";

const PASSWORDS = ["an engine of one's own", "a room of one's own"];
const credentials = ({ run }: World, email: number, password: number) => ({
  email: `model-${run}-${email}@example.com`,
  password: PASSWORDS[password],
});

/** The counter of a sign-in attempt: the device's if it has signed in to the account before, else the e-mail's. */
const counterOf = ({ devices }: M.State, by: number, email: number): string =>
  devices[by]?.includes(email) ? `device ${by} ${email}` : `email ${email}`;

/** Remembers that the device has signed in to the account. */
function remember({ devices }: M.State, by: number, email: number): void {
  devices[by] = [...new Set([...(devices[by] ?? []), email])];
}

/** Ends the current session, merges a guest's cart, and opens a session of the account. */
function openSession(state: M.State, sessionId: string | null, owner: string, newName: string): Reply {
  const before = sessionId === null ? undefined : state.sessions[sessionId];
  if (sessionId !== null && before && M.isAlive(state, before) && !before.customer) {
    const mergedInto = state.carts[owner] ?? M.newCart();
    M.removeOrdered(state, before.owner);
    M.merge(mergedInto, state.carts[before.owner] ?? M.newCart());
    if (mergedInto.version > 0) state.carts[owner] = mergedInto;
    delete state.carts[before.owner];
    for (const order of Object.values(state.orders))
      if (order.cart === before.owner) order.mergedInto = owner;
    state.mergedUntil[sessionId] = state.now + 10_000;
  }
  if (sessionId !== null && state.tokens[sessionId]) {
    // A first write with this token may be pending.
    if (M.resume(state, sessionId, newName).hasToken) state.mergedUntil[sessionId] = state.now + 10_000;
    delete state.tokens[sessionId];
  }
  if (sessionId !== null) delete state.sessions[sessionId];
  M.open(state, newName, owner, true);
  return { status: 201, jar: newName };
}

const accountOf = ({ accounts }: M.State, email: number) =>
  Object.entries(accounts).find(([, account]) => account.email === email);

export const register = (by: number, email: number, password: number): Command => ({
  by,
  signsInTo: email,
  at: (world) =>
    plain(
      by,
      "POST",
      "/v1/customers",
      (state, sessionId, newName) => {
        if (accountOf(state, email)) return M.refusal(409, "customer.email_taken");
        state.accounts[newName] = { email, password };
        remember(state, by, email);
        return openSession(state, sessionId, newName, newName);
      },
      { ...credentials(world, email, password), name: "Ada" },
    ),
});

export const signIn = (by: number, email: number, password: number): Command => ({
  by,
  signsInTo: email,
  at: (world) =>
    plain(
      by,
      "POST",
      "/v1/sessions",
      (state, sessionId, newName) => {
        const counter = counterOf(state, by, email);
        if (!M.consumeAttempt(state, counter)) return M.refusal(429, "session.too_many_attempts");
        const [owner, account] = accountOf(state, email) ?? [];
        if (!owner || account?.password !== password) return M.refusal(401, "session.bad_credentials");
        delete state.attempts[counter];
        remember(state, by, email);
        return openSession(state, sessionId, owner, newName);
      },
      credentials(world, email, password),
    ),
});

export const signOut = (by: number): Command => ({
  by,
  at: () =>
    plain(by, "DELETE", "/v1/sessions/current", (state, sessionId, newName) => {
      const { isKnown, customer, hasEnded } = M.resume(state, sessionId, newName);
      if (!isKnown && M.isLate(state, sessionId)) return M.refusal(503, "cart.busy");
      if (!hasEnded && !customer) return M.refusal(401, "session.required");
      delete state.sessions[sessionId ?? ""];
      return { status: 204, jar: null };
    }),
});

/** Requires a signed-in customer. */
export const signedIn =
  (then: (state: M.State, owner: string, sessionId: string) => Reply): Sent["expect"] =>
  (state, sessionId, newName) => {
    const { customer, owner } = M.resume(state, sessionId, newName);
    return customer && sessionId !== null
      ? then(state, owner, sessionId)
      : M.refusal(401, "session.required");
  };

const sessionsOf = (state: M.State, owner: string) =>
  Object.entries(state.sessions).filter(([, one]) => one.owner === owner && M.isAlive(state, one));

export const sessions = (by: number): Command => ({
  by,
  at: () =>
    plain(
      by,
      "GET",
      "/v1/sessions",
      signedIn((state, owner) => ({ status: 200, count: sessionsOf(state, owner).length })),
    ),
});

export const changePassword = (by: number, current: number, next: number): Command => ({
  by,
  at: () =>
    plain(
      by,
      "PUT",
      "/v1/customers/me/password",
      signedIn((state, owner, sessionId) => {
        const account = state.accounts[owner];
        const isRight = M.consumeAttempt(state, owner) && account?.password === current;
        // A repeated change whose answer was lost is accepted, but counts a second attempt.
        if (!isRight && !M.consumeAttempt(state, owner)) return M.refusal(429, "session.too_many_attempts");
        if (!account || (!isRight && account.password !== next))
          return M.refusal(403, "customer.wrong_password");
        account.password = next;
        delete state.attempts[owner];
        for (const [other] of sessionsOf(state, owner)) if (other !== sessionId) delete state.sessions[other];
        // The cart stores the new password version, so it exists from now on.
        if (isRight) {
          const cart = state.carts[owner] ?? M.newCart();
          state.carts[owner] = { ...cart, version: cart.version + 1 };
        }
        return { status: 204 };
      }),
      { currentPassword: PASSWORDS[current], newPassword: PASSWORDS[next] },
    ),
});

export const erase = (by: number, password: number): Command => ({
  by,
  at: () =>
    plain(
      by,
      "POST",
      "/v1/customers/me/erasure",
      signedIn((state, owner) => {
        if (!M.consumeAttempt(state, owner)) return M.refusal(429, "session.too_many_attempts");
        if (state.accounts[owner]?.password !== password) return M.refusal(403, "customer.wrong_password");
        delete state.attempts[owner];
        delete state.attempts[`email ${state.accounts[owner]?.email}`];
        delete state.accounts[owner];
        delete state.carts[owner];
        for (const [sessionId] of sessionsOf(state, owner)) delete state.sessions[sessionId];
        return { status: 204, jar: null };
      }),
      { password: PASSWORDS[password] },
    ),
});
