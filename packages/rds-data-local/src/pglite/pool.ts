import { type messages, type PGlite, protocol } from "@electric-sql/pglite";
import type { Query, QueryResult, Session } from "../session/pool.ts";
import type { TurnPool, User } from "./turns.ts";

/**
 * PGlite as a pool of one session, which its callers use in turn. A query's messages are sent to the engine together, which
 * is twice as fast as PGlite's node-postgres adapter, which sends them one by one.
 */
export function poolOf(db: PGlite): TurnPool {
  const waiting: (() => void)[] = [];
  let session = newSession();
  let taken = false;
  let last: User = "api";

  async function connect(user: User = "api"): Promise<Session> {
    if (taken) await new Promise<void>((resolve) => waiting.push(resolve));
    taken = true;
    if (user !== last) await reset();
    last = user;
    return session;
  }

  function newSession(): Session {
    return { query: (query) => send(db, query), release: (destroy) => void release(destroy) };
  }

  async function reset(): Promise<void> {
    await resetState(db);
    session = newSession();
  }

  async function release(destroy = false): Promise<void> {
    if (destroy) await reset();
    const next = waiting.shift();
    if (next) next();
    else taken = false;
  }

  return { connect };
}

async function send(db: PGlite, { text, values }: Pick<Query, "text" | "values">): Promise<QueryResult> {
  const { parse, bind, describe, execute, sync } = protocol.serialize;
  const messages = [parse({ text }), bind({ values }), describe({ type: "P" }), execute({}), sync()];
  const answer = await db.execProtocol(Buffer.concat(messages), { throwOnError: false });
  const result: QueryResult = { command: "", rowCount: null, fields: [], rows: [] };
  for (const message of answer.messages) {
    if (message.name === "error") throw message;
    if (message.name === "rowDescription") result.fields = (message as messages.RowDescriptionMessage).fields;
    if (message.name === "dataRow") result.rows.push((message as messages.DataRowMessage).fields);
    if (message.name === "commandComplete")
      readCommandTag(result, (message as messages.CommandCompleteMessage).text);
  }
  const bytes = Buffer.from(answer.data.buffer, answer.data.byteOffset, answer.data.byteLength);
  if (bytes.includes(BOM)) result.rows = rowsOf(bytes);
  return result;
}

/** U+FEFF. PGlite drops it at the beginning of a text, as a byte order mark; PostgreSQL keeps it. */
const BOM = Buffer.from("\ufeff");

/**
 * The rows of an answer. A message is a letter, a length and a body; for a row the letter is D, and its fields are length and
 * text.
 */
function rowsOf(bytes: Buffer): QueryResult["rows"] {
  const rows: QueryResult["rows"] = [];
  for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    if (bytes[at] !== "D".charCodeAt(0)) continue;
    let from = at + 7;
    const fields = Array.from({ length: bytes.readInt16BE(at + 5) }, () => {
      const length = bytes.readInt32BE(from);
      const begin = from + 4;
      from = begin + Math.max(0, length);
      return length < 0 ? null : bytes.toString("utf8", begin, from);
    });
    rows.push(fields);
  }
  return rows;
}

/** A command tag is a verb and perhaps a count: `SELECT 3`, `INSERT 0 1`, `CREATE TABLE`. */
function readCommandTag(result: QueryResult, text: string): void {
  const words = text.split(" ");
  const count = Number(words.at(-1));
  result.command = words[0] ?? "";
  result.rowCount = Number.isInteger(count) ? count : null;
}

/** Resets the session, as closing the connection would. */
async function resetState(db: PGlite): Promise<void> {
  for (const text of ["ROLLBACK", "DISCARD ALL"]) await send(db, { text, values: [] }).catch(() => {});
}
