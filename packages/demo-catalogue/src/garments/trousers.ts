import type { Line } from "./line.ts";

export const trousers: Line = {
  handle: "trousers",
  title: "Trousers",
  sizes: ["28", "30", "32", "34", "36", "38"],
  cuts: [
    {
      name: "Chinos",
      shape: "trousers",
      price: 5500,
      in: ["Cotton Twill", "Linen", "Hemp", "Corduroy"],
      text: "Flat-front chinos with a mid rise and a leg that narrows gently to the ankle.",
    },
    {
      name: "Straight Jeans",
      shape: "jeans",
      price: 6900,
      in: ["Raw Denim", "Washed Denim", "Stretch Denim"],
      text: "Five-pocket jeans, straight from hip to hem, with a button fly.",
    },
    {
      name: "Slim Jeans",
      shape: "jeans",
      price: 6900,
      in: ["Raw Denim", "Washed Denim", "Stretch Denim"],
      text: "Five-pocket jeans with a mid rise, a zip fly and a slim, tapered leg.",
    },
    {
      name: "Wide-Leg Trousers",
      shape: "wide-trousers",
      price: 6900,
      in: ["Linen", "Wool", "Lyocell", "Crepe", "Cotton Twill"],
      text: "High-waisted trousers with a wide leg that falls straight from the hip.",
    },
    {
      name: "Pleated Trousers",
      shape: "pleated-trousers",
      price: 7500,
      in: ["Wool", "Linen", "Lyocell", "Corduroy"],
      text: "Trousers with a double pleat, side adjusters and a pressed crease.",
    },
    {
      name: "Drawstring Trousers",
      shape: "drawstring-trousers",
      price: 4900,
      in: ["Linen", "Hemp", "Heavy Cotton", "Lyocell", "Seersucker"],
      text: "Easy trousers with an elastic waist, a drawstring and slant pockets.",
    },
    {
      name: "Cargo Trousers",
      shape: "cargo-trousers",
      price: 6500,
      in: ["Cotton Twill", "Canvas", "Recycled Nylon"],
      text: "Roomy trousers with two flapped thigh pockets and darted knees.",
    },
    {
      name: "Carpenter Trousers",
      shape: "jeans",
      price: 6500,
      in: ["Canvas", "Corduroy", "Raw Denim"],
      text: "Loose work trousers with a hammer loop, a rule pocket and double knees.",
    },
  ],
};
