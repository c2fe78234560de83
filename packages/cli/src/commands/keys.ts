import { userInfo } from "node:os";
import { context } from "@myclothes/core/context";
import * as Key from "@myclothes/core/merchant/key";
import { NewKey } from "@myclothes/core/merchant/key/schema";
import { UserError } from "@myclothes/local/report";
import type { Command } from "../command.ts";
import { table } from "../table.ts";
import { isLocal, KEY_FILE, keepLocalKey } from "../target.ts";

/** Who may reach the database may create any key. So these commands need no key. */
const author = () => ({
  keyId: `cli:${userInfo().username}`,
  route: "npm run shop -- keys",
  scopes: Key.SCOPES,
});

/** What each flag of `keys create` must be. */
const flags: Record<string, string> = {
  role: `--role is one of ${Object.keys(Key.roles).join(", ")}.`,
  name: "--name has 1 to 100 characters.",
  expiresAt: "--expires is a time in the future such as 2030-01-31T00:00:00Z.",
};

const asAdmin = () => context({ databaseRole: "admin" });

export const keys: Command[] = [
  {
    name: "keys create",
    usage: "--role <role> [--name <name>] [--expires <time>] [--save]",
    help: `creates an API key: ${Object.keys(Key.roles).join(", ")}; --save: for later commands on this machine`,
    options: {
      role: { type: "string" },
      name: { type: "string" },
      expires: { type: "string" },
      save: { type: "boolean" },
    },
    usesStores: true,
    async run({ values, out, error, env }) {
      const input = NewKey.safeParse({
        name: values.name ?? String(values.role),
        role: values.role,
        expiresAt: values.expires,
      });
      if (!input.success) {
        const wrong = new Set(input.error.issues.map(({ path: [field] }) => String(field)));
        throw new UserError([...wrong].map((field) => flags[field]).join(" "));
      }
      const { key } = await Key.create(asAdmin(), author(), input.data).catch((error) => {
        throw error.code === "request.invalid" ? new UserError(flags.expiresAt ?? "") : error;
      });
      const { id, scopes, secret = "" } = key;
      out(secret);
      error(
        `\nThis is the key ${id}, for: ${scopes.join(", ")}.\nIt is shown this once. Keep it secret, and set it as SHOP_KEY.`,
      );
      if (isLocal(env))
        error(
          keepLocalKey(secret, values.save === true)
            ? `On this machine it is kept in ${KEY_FILE}, for later commands.`
            : `${KEY_FILE} still has another key. To keep this one there: keys create … --save`,
        );
    },
  },
  {
    name: "keys list",
    usage: "",
    help: "lists the keys that were not revoked",
    usesStores: true,
    async run({ out }) {
      const rows: unknown[][] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await Key.list(asAdmin(), { limit: 100, cursor });
        for (const { id, name, role, scopes, lastUsedAt, expiresAt } of page.data)
          rows.push([id, name, role ?? scopes.join(" "), lastUsedAt ?? "never", expiresAt]);
        cursor = page.nextCursor;
      }
      out(table(["ID", "NAME", "ROLE", "LAST USED", "EXPIRES"], rows));
    },
  },
  {
    name: "keys revoke",
    usage: "<id>",
    words: 1,
    help: "ends a key at once",
    usesStores: true,
    async run({ rest: [id], out }) {
      if (!id) throw new UserError("Which key? Its ID is in: npm run shop -- keys list");
      await Key.revoke(asAdmin(), author(), id).catch((error) => {
        throw error.code === "key.unknown"
          ? new UserError(`There is no key "${id}". npm run shop -- keys list`)
          : error;
      });
      out(`${id} is revoked.`);
    },
  },
];
