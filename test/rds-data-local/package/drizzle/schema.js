import { integer, jsonb, pgEnum, pgTable, serial, text, uuid } from "drizzle-orm/pg-core";

export const fits = pgEnum("fit", ["slim", "wide"]);
export const boots = pgTable("boot", {
  id: uuid().primaryKey().defaultRandom(),
  number: serial(),
  size: integer().notNull().default(42),
  fit: fits(),
  tags: text().array(),
  attrs: jsonb(),
});
export const laces = pgTable("lace", { boot: uuid().references(() => boots.id) });
