/**
 * What a restore creates stands beside the shop's own cluster and tables, under their names with this at the end. The command
 * that restores, and the stage that uses what was restored, both make the name here.
 */
export const restoreId = (at: Date): string => `r${at.toISOString().replace(/\D/g, "").slice(0, 14)}`;

const ID = /^r\d{14}$/;

export const isRestoreId = (text: string): boolean => ID.test(text);

/** The name of the shop's own, if `name` was restored from it. Otherwise `name`. */
export const ownName = (name: string): string => name.replace(/-r\d{14}$/, "");

/** The name of what was restored from `name`: itself the shop's own, or restored earlier. */
export const restoredName = (name: string, id: string): string => `${ownName(name)}-${id}`;
