import { type messages, type PGlite, protocol } from "@electric-sql/pglite";
import type { Pool, Query, QueryResult, Session } from "../session/pool.ts";

/**
 * PGlite as a pool of one session: while a caller holds it, the others wait their turn. Each query goes to the engine in
 * one piece, which is twice as fast as the node-postgres adapter of PGlite, which sends message by message.
 */
export function poolOf(db: PGlite): Pool {
  const waiting: ((session: Session) => void)[] = [];
  let session = newSession();
  let taken = false;

  function connect(): Promise<Session> {
    if (taken) return new Promise((resolve) => waiting.push(resolve));
    taken = true;
    return Promise.resolve(session);
  }

  function newSession(): Session {
    return { query: (query) => send(db, query), release: (destroy) => void release(destroy) };
  }

  async function release(destroy = false): Promise<void> {
    if (destroy) {
      await forgetState(db);
      session = newSession();
    }
    const next = waiting.shift();
    if (next) next(session);
    else taken = false;
  }

  return { connect };
}

async function send(db: PGlite, { text, values }: Pick<Query, "text" | "values">): Promise<QueryResult> {
  const { parse, bind, describe, execute, sync } = protocol.serialize;
  const conversation = [parse({ text }), bind({ values }), describe({ type: "P" }), execute({}), sync()];
  const answer = await db.execProtocolStream(Buffer.concat(conversation), { throwOnError: false });
  const result: QueryResult = { command: "", rowCount: null, fields: [], rows: [] };
  for (const message of answer) {
    if (message.name === "error") throw message;
    if (message.name === "rowDescription") result.fields = (message as messages.RowDescriptionMessage).fields;
    if (message.name === "dataRow") result.rows.push((message as messages.DataRowMessage).fields);
    if (message.name === "commandComplete") tag(result, (message as messages.CommandCompleteMessage).text);
  }
  return result;
}

/** A command tag is `SELECT 3`, `INSERT 0 1`, `CREATE TABLE`: a word, and the count last where there is one. */
function tag(result: QueryResult, text: string): void {
  const words = text.split(" ");
  const count = Number(words.at(-1));
  result.command = words[0] ?? "";
  result.rowCount = Number.isInteger(count) ? count : null;
}

/** Resets the session, as closing the connection would. */
async function forgetState(db: PGlite): Promise<void> {
  for (const text of ["ROLLBACK", "DISCARD ALL"]) await send(db, { text, values: [] }).catch(() => {});
}
