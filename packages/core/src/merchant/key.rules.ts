import { randomBytes } from "node:crypto";

/** What a key may do. Each route of the admin API names the scopes that it needs. */
export const SCOPES = [
  "catalog:read",
  "catalog:write",
  "stock:write",
  "orders:read",
  "orders:write",
  "fulfillments:write",
  "refunds:write",
  "customers:read",
  "customers:write",
  "discounts:write",
  "settings:write",
  "keys:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** A role is a set of scopes, for the usual work of a person. A key with a role gets the scopes that the role has today. */
export const roles = {
  owner: SCOPES,
  manager: SCOPES.filter((scope) => scope !== "keys:write" && scope !== "settings:write"),
  packer: ["catalog:read", "stock:write", "orders:read", "fulfillments:write"],
  support: ["catalog:read", "orders:read", "customers:read", "refunds:write"],
} as const satisfies Record<string, readonly Scope[]>;
export type Role = keyof typeof roles;

export const scopesOf = ({ role, scopes }: { role: Role | null; scopes: Scope[] | null }): Scope[] =>
  role ? [...roles[role]] : (scopes ?? []);

/** A new API key with 256 random bits. */
export const newSecret = (): string => `sk_${randomBytes(32).toString("base64url")}`;

/** Whether text can be an API key, so that other tokens cost no call to the database. */
export const isSecret = (text: string): boolean => /^sk_[\w-]{43}$/.test(text);

/** The scopes in `wanted` that are not in `own`. */
export const missingScopes = (own: readonly Scope[], wanted: readonly Scope[]): Scope[] =>
  wanted.filter((scope) => !own.includes(scope));
