import { dyes } from "./colors.ts";
import type { Material } from "./material.ts";

const cool = "Machine wash cold on a gentle cycle and line dry.";
const wool = "Hand wash cold in wool detergent and dry flat.";

/** Linen, silk-like cloths and wools. */
export const fine = {
  Linen: {
    factor: 1.25,
    colors: dyes.light,
    text: [
      "Woven from European linen that keeps cool and softens with every wash.",
      "The pure linen breathes on the hottest days and creases with good grace.",
    ],
    care: "Machine wash at 30 degrees, and iron damp or not at all.",
  },
  Hemp: {
    factor: 1.2,
    colors: dyes.rugged,
    text: ["Hemp blended with cotton makes a strong, breathable cloth with a dry touch."],
    care: cool,
  },
  Lyocell: {
    factor: 1.15,
    colors: dyes.jewel,
    text: [
      "The wood-based lyocell drapes like silk and washes like cotton.",
      "Fluid lyocell falls softly and wicks moisture away.",
    ],
    care: cool,
  },
  Viscose: {
    factor: 1,
    colors: dyes.jewel,
    text: ["The matte viscose is light, fluid and comfortable against the skin."],
    care: cool,
  },
  Crepe: {
    factor: 1.15,
    colors: dyes.jewel,
    text: ["The finely grained crepe falls cleanly and shrugs off creases."],
    care: cool,
  },
  Satin: {
    factor: 1.2,
    colors: dyes.jewel,
    text: ["The recycled satin has a soft glow on the face and a matte back."],
    care: "Hand wash cold and iron low on the inside.",
  },
  Silk: {
    factor: 2,
    colors: dyes.jewel,
    text: ["The sand-washed mulberry silk has a muted luster and a peach-like touch."],
    care: "Hand wash cold with silk detergent, or dry clean.",
  },
  Merino: {
    factor: 1.5,
    colors: dyes.every,
    text: [
      "The fine merino wool is warm when it is cold, cool when it is warm, and slow to pick up odor.",
      "Extra-fine merino wool is soft enough to wear next to the skin.",
    ],
    care: "Machine wash cold on a wool cycle and dry flat.",
  },
  Lambswool: {
    factor: 1.2,
    colors: dyes.deep,
    text: ["The lambswool is springy, warm and lightly brushed."],
    care: wool,
  },
  Alpaca: {
    factor: 1.7,
    colors: dyes.deep,
    text: ["Baby alpaca blended with wool makes it light, warm and gently fuzzy."],
    care: wool,
  },
  Cashmere: {
    factor: 2.4,
    colors: dyes.every,
    text: ["Two-ply cashmere from long fibers keeps it soft and helps it resist pilling."],
    care: wool,
  },
  Wool: {
    factor: 1.4,
    colors: dyes.deep,
    text: [
      "The wool is milled to a dense, smooth surface that keeps out the wind.",
      "Woven from pure new wool that recovers its shape overnight.",
    ],
    care: "Dry clean, and air between wears.",
  },
} satisfies Record<string, Material>;
