/**
 * The roles of the database, one for each level of trust. Migrations 0021 to 0028 say what each may do. `stacks` reads this file,
 * so it imports nothing.
 */
export const databaseRoles = ["app", "admin", "worker", "read", "payments", "pages"] as const;

/** `master` owns the database. Only migrations run as the master user. */
export type DatabaseRole = (typeof databaseRoles)[number] | "master";

/** The name of a role in PostgreSQL. */
export const roleName = (role: DatabaseRole): string => `shop_${role}`;
