import { hash } from "node:crypto";

/** 43 characters. Fast: for what has many random bits already, or need only be told apart; never for a password. */
export const sha256 = (text: string): string => hash("sha256", text, "base64url");
