import { dyes } from "./colors.ts";
import type { Material } from "./material.ts";

const cool = "Machine wash cold on a gentle cycle and line dry.";
const hide = "Wipe with a damp cloth and feed with cream twice a year.";
const inside = "Turn inside out, machine wash cold and hang to dry.";

/** Cloths and hides for wear and weather. */
export const rugged = {
  Canvas: {
    factor: 1,
    colors: dyes.rugged,
    text: ["The tightly woven cotton canvas holds its shape and ages well."],
    care: "Spot clean with cold water and leave to dry in the air.",
  },
  "Waxed Cotton": {
    factor: 1.3,
    colors: ["Camel", "Chestnut", "Olive", "Forest", "Navy", "Black"],
    text: ["The waxed cotton sheds rain and creases into a pattern of its own."],
    care: "Sponge clean with cold water and re-wax once a year; do not machine wash.",
  },
  Denim: {
    factor: 1.1,
    colors: dyes.indigo,
    text: ["The 12-ounce cotton denim starts firm and fades with wear."],
    care: inside,
  },
  "Raw Denim": {
    factor: 1.3,
    colors: ["Navy", "Black"],
    text: ["The 14-ounce raw denim is left unwashed, so that every fade becomes your own."],
    care: "Wear for months before a cold wash, inside out and on its own.",
  },
  "Washed Denim": {
    factor: 1,
    colors: dyes.indigo,
    text: ["The cotton denim is stone-washed for a soft, lived-in hand."],
    care: inside,
  },
  "Stretch Denim": {
    factor: 1.05,
    colors: ["Sky", "Navy", "Gray", "Black"],
    text: ["A little elastane in the cotton denim lets it move and spring back."],
    care: "Turn inside out, machine wash cold and do not tumble dry.",
  },
  "Recycled Nylon": {
    factor: 1.1,
    colors: dyes.rugged,
    text: ["The recycled nylon is light, dries fast and turns away a shower."],
    care: cool,
  },
  Leather: {
    factor: 1.8,
    colors: dyes.hide,
    text: [
      "The full-grain leather is vegetable-tanned and grows richer with wear.",
      "Cut from full-grain leather with a smooth, natural finish.",
    ],
    care: hide,
  },
  "Waxed Leather": {
    factor: 2,
    colors: ["Camel", "Chestnut", "Olive", "Black"],
    text: ["The oiled and waxed leather pulls up lighter where it bends."],
    care: hide,
  },
  "Patent Leather": {
    factor: 2,
    colors: dyes.patent,
    text: ["The patent leather is polished to a deep, even shine."],
    care: hide,
  },
  Suede: {
    factor: 1.7,
    colors: ["Camel", "Chestnut", "Rust", "Olive", "Forest", "Navy", "Gray", "Black"],
    text: ["The calf suede has a short, velvety nap."],
    care: "Brush with a suede brush and protect with spray before the first wear.",
  },
} satisfies Record<string, Material>;
