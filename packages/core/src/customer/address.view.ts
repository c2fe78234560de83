import type { Saved } from "./address.rules.ts";
import type { SavedAddress } from "./address.schema.ts";

export const view = ({ id, content, isDefault }: Saved): SavedAddress => ({ id, ...content, isDefault });
