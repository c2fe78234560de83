import { dyes } from "./colors.ts";
import type { Material } from "./material.ts";

const wash = "Machine wash at 30 degrees with like colors.";
const cool = "Machine wash cold on a gentle cycle and line dry.";

/** Cottons, from a T-shirt's jersey to corduroy. */
export const cottons = {
  "Organic Cotton": {
    factor: 1,
    colors: dyes.every,
    text: [
      "The organic cotton is combed until it is soft and keeps its color.",
      "Made from organic cotton, soft from the first day and pre-washed so that it will not shrink.",
    ],
    care: wash,
  },
  "Heavy Cotton": {
    factor: 1.2,
    colors: dyes.every,
    text: [
      "The 260-gram cotton has a dry, solid hand and does not twist in the wash.",
      "Made from dense 260-gram cotton that hangs straight and lasts for years.",
    ],
    care: wash,
  },
  "Pima Cotton": {
    factor: 1.4,
    colors: dyes.every,
    text: [
      "Long-staple pima cotton gives it a smooth face that does not pill.",
      "The pima cotton is fine, smooth and faintly lustrous.",
    ],
    care: wash,
  },
  "Slub Cotton": {
    factor: 1.1,
    colors: dyes.light,
    text: ["Unevenly spun slub yarn lends the cotton a light, airy texture."],
    care: wash,
  },
  "Waffle Cotton": {
    factor: 1.25,
    colors: dyes.rugged,
    text: ["The waffle-knit cotton traps warmth without weight."],
    care: wash,
  },
  "Oxford Cotton": {
    factor: 1.1,
    colors: dyes.crisp,
    text: ["Woven as a basket-weave oxford, sturdy at first and softer every year."],
    care: wash,
  },
  Poplin: {
    factor: 1,
    colors: dyes.crisp,
    text: [
      "The cotton poplin is crisp, cool to the touch and easy to iron.",
      "Cut from fine cotton poplin with a clean, even surface.",
    ],
    care: wash,
  },
  "Cotton Twill": {
    factor: 1,
    colors: dyes.rugged,
    text: [
      "The brushed cotton twill is hard-wearing yet soft inside.",
      "Woven from mid-weight cotton twill with a fine diagonal line.",
    ],
    care: wash,
  },
  Chambray: {
    factor: 1.1,
    colors: dyes.indigo,
    text: ["White and dyed yarns cross in the chambray and give it depth of color."],
    care: wash,
  },
  Seersucker: {
    factor: 1.15,
    colors: dyes.crisp,
    text: ["The puckered seersucker stands off the skin and never needs an iron."],
    care: cool,
  },
  Flannel: {
    factor: 1.15,
    colors: dyes.deep,
    text: ["The cotton flannel is brushed on both sides for warmth."],
    care: wash,
  },
  Corduroy: {
    factor: 1.2,
    colors: dyes.deep,
    text: [
      "Fine-wale cotton corduroy brings a soft pile and a quiet sheen.",
      "The cotton corduroy is thick enough for winter and softens with wear.",
    ],
    care: "Turn inside out, machine wash at 30 degrees and do not iron the pile.",
  },
} satisfies Record<string, Material>;
