import { context } from "@myclothes/core/context";
import { beforeAll, describe, expect, it } from "vitest";
import { isCommon } from "../../../packages/core/src/customer/password.common.ts";
import * as Password from "../../../packages/core/src/customer/password.ts";
import { hashing } from "../../support/password-hash.ts";

beforeAll(() => {
  hashing.isCheap = false;
});

describe("a password's hash", () => {
  it("contains the scrypt parameters, which OWASP recommends, and a new salt each time", async () => {
    const hashes = await Promise.all([1, 2].map(() => Password.hash(context(), "an engine of one's own")));
    for (const hash of hashes) expect(hash).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/);
    expect(new Set(hashes.flatMap((hash) => hash.split("$").slice(3))).size).toBe(4);
  });

  it("matches its password and no other", async () => {
    const hash = await Password.hash(context(), "Pass wörd 😀");
    expect(await Password.matches(context(), "Pass wörd 😀", hash)).toBe(true);
    for (const other of ["", "pass wörd 😀", "Pass wörd 😀 ", "Pass wörd", "Pass wörd 😁", hash]) {
      expect(await Password.matches(context(), other, hash), other).toBe(false);
    }
  });

  it("is compared with its own parameters, and is outdated if they are not today's", async () => {
    // RFC 7914 §12: scrypt of "pleaseletmein" with "SodiumChloride", N=16384, r=8, p=1, its first 32 bytes.
    const key = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2";
    const encoded = (bytes: Buffer) => bytes.toString("base64url");
    const stored = `$scrypt$ln=14,r=8,p=1$${encoded(Buffer.from("SodiumChloride"))}$${encoded(Buffer.from(key, "hex"))}`;
    expect(await Password.matches(context(), "pleaseletmein", stored)).toBe(true);
    expect(await Password.matches(context(), "pleaseletmeout", stored)).toBe(false);
    expect(Password.isOutdated(stored)).toBe(true);
    expect(Password.isOutdated(await Password.hash(context(), "pleaseletmein"))).toBe(false);
  });

  it("matches nothing if there is no account", async () => {
    for (const password of ["", "A", "an engine of one's own"]) {
      expect(await Password.matches(context(), password, undefined)).toBe(false);
    }
  });

  it("throws if it does not have our format", async () => {
    for (const stored of ["", "secret", "$2b$10$abcdefghijklmnopqrstuv", "$scrypt$ln=14,r=8$AAAA$AAAA"]) {
      await expect(Password.matches(context(), "secret", stored)).rejects.toThrow("does not have our format");
    }
  });
});

describe("many parallel hashes", () => {
  it("refuses the hashes whose turn comes too late, and makes the others", async () => {
    const ctx = context({ timeoutMs: 4_300 });
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => Password.hash(ctx, "secret")));
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(40);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "service.unavailable" });
    // A refused hash does not block the next ones.
    await Promise.all([1, 2, 3].map(() => Password.hash(context(), "secret")));
  });
});

it("refuses a hash in the last second of a request, which leaves no time for the next call", async () => {
  const late = Password.hash(context({ timeoutMs: 900 }), "secret");
  await expect(late).rejects.toMatchObject({ code: "service.unavailable" });
});

describe("a common password", () => {
  it.each(["password1", "12345678", "PassWord1", "QWERTYUIOP"])("is recognized: %s", async (password) => {
    expect(await isCommon(password)).toBe(true);
  });

  it.each(["abababab", "xyzxyzxyz", "1a1a1a1a1a", "ＡＢＡＢＡＢＡＢ", "q7Q7q7Q7", "🦄🍕🦄🍕🦄🍕🦄🍕"])(
    "is one that repeats up to three characters: %s",
    async (password) => {
      expect(await isCommon(password)).toBe(true);
    },
  );

  it.each(["an engine of one's own", "# The most common passwords", "constructor-x", "Tq7.xyzw", "k7w!k7w!"])(
    "is not %j",
    async (password) => {
      expect(await isCommon(password)).toBe(false);
    },
  );
});
