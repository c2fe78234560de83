import type { Line } from "./line.ts";

export const jackets: Line = {
  handle: "jackets",
  title: "Jackets",
  sizes: ["XS", "S", "M", "L", "XL"],
  cuts: [
    {
      name: "Chore Jacket",
      shape: "chore-jacket",
      price: 8900,
      in: ["Cotton Twill", "Canvas", "Corduroy", "Denim", "Linen"],
      text: "A straight, unlined jacket with three patch pockets, after the French workman's coat.",
    },
    {
      name: "Bomber Jacket",
      shape: "bomber",
      price: 10900,
      in: ["Recycled Nylon", "Wool", "Leather", "Suede"],
      text: "A short zipped jacket with ribbed collar, cuffs and hem, and a light quilted lining.",
    },
    {
      name: "Trucker Jacket",
      shape: "trucker",
      price: 8900,
      in: ["Denim", "Corduroy", "Suede"],
      text: "A cropped jacket with pointed yokes, two chest pockets and metal buttons.",
    },
    {
      name: "Field Jacket",
      shape: "field-jacket",
      price: 12900,
      in: ["Cotton Twill", "Canvas", "Waxed Cotton"],
      text: "A hip-length jacket with four bellows pockets and a drawcord at the waist.",
    },
    {
      name: "Overshirt",
      shape: "work-shirt",
      price: 7900,
      in: ["Cotton Twill", "Flannel", "Corduroy", "Wool"],
      text: "Heavier than a shirt and lighter than a jacket, with two flapped pockets and room for a sweater.",
    },
    {
      name: "Blazer",
      shape: "blazer",
      price: 12900,
      in: ["Linen", "Corduroy", "Wool"],
      text: "A soft-shouldered two-button blazer, half lined, with patch pockets and a notch lapel.",
    },
    {
      name: "Trench Coat",
      shape: "trench",
      price: 16900,
      in: ["Cotton Twill", "Waxed Cotton", "Wool"],
      text: "A double-breasted, belted coat with a storm flap and a deep vent at the back.",
    },
    {
      name: "Overcoat",
      shape: "overcoat",
      price: 18900,
      in: ["Wool", "Alpaca", "Cashmere"],
      text: "A single-breasted coat cut straight to the knee, fully lined, with two inside pockets.",
    },
    {
      name: "Parka",
      shape: "parka",
      price: 14900,
      in: ["Recycled Nylon", "Waxed Cotton"],
      text: "A hooded parka with a two-way zip, storm cuffs and warm recycled padding.",
    },
  ],
};
