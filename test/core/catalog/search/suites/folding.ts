import { context } from "@myclothes/core/context";
import { ulid } from "ulid";
import { describe, expect, it } from "vitest";
import { findPage } from "../../../../../packages/core/src/catalog/search/search.ts";
import { queryOf } from "../../../../support/product-lists.ts";
import { product } from "../../../../support/products.ts";

const NFC = (text: string) => text.normalize("NFC");
const NFD = (text: string) => text.normalize("NFD");

/** A title, and queries that find it. */
const WORDS: [title: string, ...queries: string[]][] = [
  ["Café apron", "cafe", "Café", "CAFÉ", NFD("café"), "cafes"],
  [NFD("Crème brûlée scarf"), "creme brulee", NFC("crème"), NFD("crème")],
  ["Müller coat", "muller", "Müller", NFD("MÜLLER")],
  ["Straße boots", "strasse", "Straße", "STRASSE", "STRAẞE"],
  ["Ørsted jumper", "orsted", "ørsted"],
  ["Lætitia dress", "laetitia", "LÆTITIA"],
  ["Œuvre shawl", "oeuvre", "œuvre"],
  ["Łódź shirt", "lodz", "ŁÓDŹ"],
  ["Đông tunic", "dong", "đông"],
  ["Þingvellir socks", "thingvellir", "þingvellir"],
  ["Ελλάδα sandals", "ελλαδα", "ΕΛΛΆΔΑ"],
  ["Ёлка mittens", "елка", "ЁЛКА"],
];

/** Spellings of one size or color. */
const OPTIONS: [stored: string, ...asked: string[]][] = [
  ["Écru", NFC("écru"), NFD("Écru"), NFD("ÉCRU")],
  [NFD("Crème"), NFC("crème"), "CRÈME"],
  ["Ærø", "ærø", "ÆRØ"],
  ["Кремовый", "кремовый", NFD("КРЕМОВЫЙ")],
  ["Λευκός", "ΛΕΥΚΌΣ", NFD("λευκός")],
];

/** `engine` names the database that this file's shop talks to. */
export const folding = (engine: string) =>
  describe(`on ${engine}`, () => {
    const unique = ulid().toLowerCase();

    const found = async (query: Record<string, string>) =>
      (await findPage(context(), queryOf(query), undefined)).products.map(({ id }) => id);

    it("finds words with and without accents, in any case and encoding", async () => {
      for (const [title, ...queries] of WORDS) {
        const { id } = await product({ title, category: unique });
        for (const q of queries) expect(await found({ q, category: unique }), q).toEqual([id]);
      }
      expect(await found({ q: "cofffe", category: unique })).toEqual([]);
    });

    it("finds descriptions likewise", async () => {
      const { id } = await product({ description: "Inspired by Señor Ibáñez.", category: unique });
      for (const q of ["senor", "Señor", NFD("ibáñez"), "ibanez"])
        expect(await found({ q, category: unique }), q).toEqual([id]);
    });

    it.each(["size", "color"])("finds only this %s, in any case and encoding", async (option) => {
      const category = `${option}-${unique}`;
      for (const [stored, ...asked] of OPTIONS) {
        const { id } = await product({ category, variants: [{ [option]: stored }, { [option]: "Plain" }] });
        for (const value of [stored, ...asked]) {
          const query = { category, [option]: value };
          expect(await found(query), value).toEqual([id]);
          // With a short walk the index of facets finds them, by the same rule.
          const limits = { walk: 1, candidates: 500, bands: 4 };
          const { products } = await findPage(context(), queryOf(query), undefined, limits);
          expect(products.length, value).toBe(1);
        }
      }
      expect(await found({ category, [option]: "Ecru" })).toEqual([]);
    });

    it("finds a category by its name in another encoding", async () => {
      const category = `${NFC("röcke")}-${unique}`;
      const { id } = await product({ category });
      expect(await found({ category: NFD(category) })).toEqual([id]);
    });
  });
