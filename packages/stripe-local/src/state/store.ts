import type Stripe from "stripe";
import type { Delivery } from "../webhooks/delivery.ts";
import { type Entry, openJournal } from "./journal.ts";

/** A payment method, and what happens when somebody pays with it. */
export interface StoredMethod {
  id: string;
  method: Stripe.PaymentMethod;
  behaviour: string;
}

/** The saved answer to an idempotency key. */
export interface SavedAnswer {
  id: string;
  endpoint: string;
  parameters: string;
  status: number;
  body: string;
  /** In milliseconds, by the emulator's clock. */
  at: number;
}

/** What happens by itself at a time. Its ID is that of the intent or the refund. */
export interface Task {
  id: string;
  kind: "payment" | "refund" | "expiry";
  outcome: "succeeded" | "failed";
  /** In milliseconds, by the emulator's clock. Null: only when a script says so. */
  due: number | null;
}

/** How far the clock was advanced. */
interface Clock {
  id: "clock";
  offsetMs: number;
}

/** An authorised amount that was never captured is given back as a refund; no money moved. */
interface Release {
  id: string;
}

interface Rows {
  intents: Stripe.PaymentIntent;
  charges: Stripe.Charge;
  refunds: Stripe.Refund;
  methods: StoredMethod;
  events: Stripe.Event;
  deliveries: Delivery;
  answers: SavedAnswer;
  tasks: Task;
  releases: Release;
  clock: Clock;
}

const TABLES = [
  "intents",
  "charges",
  "refunds",
  "methods",
  "events",
  "deliveries",
  "answers",
  "tasks",
  "releases",
  "clock",
] as const satisfies (keyof Rows)[];

export interface Table<Row> {
  get(id: string): Row | undefined;
  /** Stores the row. It is kept from the next `commit` on. */
  put(row: Row): Row;
  remove(id: string): void;
  /** In the order of creation. */
  all(): Row[];
}

export type Store = { [Name in keyof Rows]: Table<Rows[Name]> } & {
  /** Writes the changed rows to the journal. */
  commit(): void;
};

/** Opens the tables, as the last `commit` left them. `isNeeded` names the rows worth keeping. */
export function openStore(
  folder: string | undefined,
  isNeeded: (table: string, row: object) => boolean = () => true,
): Store {
  const journal = openJournal(folder);
  const maps = new Map(TABLES.map((name) => [name as string, new Map<string, { id: string }>()]));
  for (const [table, id, row] of journal.entries) {
    if (row) maps.get(table)?.set(id, row);
    else maps.get(table)?.delete(id);
  }
  const kept: Entry[] = [];
  for (const [table, rows] of maps) {
    for (const row of rows.values()) {
      if (isNeeded(table, row)) kept.push([table, row.id, row]);
      else rows.delete(row.id);
    }
  }
  journal.replace(kept);

  const changed = new Map<string, Entry>();
  const tableOf = (name: string): Table<{ id: string }> => {
    const rows = maps.get(name) as Map<string, { id: string }>;
    return {
      get: (id) => rows.get(id),
      put(row) {
        rows.set(row.id, row);
        changed.set(`${name} ${row.id}`, [name, row.id, row]);
        return row;
      },
      remove(id) {
        if (rows.delete(id)) changed.set(`${name} ${id}`, [name, id, null]);
      },
      all: () => [...rows.values()],
    };
  };
  const commit = () => {
    if (changed.size === 0) return;
    journal.append([...changed.values()]);
    changed.clear();
  };
  const tables = Object.fromEntries(TABLES.map((name) => [name, tableOf(name)]));
  return { ...tables, commit } as Store;
}
