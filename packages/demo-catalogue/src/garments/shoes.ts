import type { Line } from "./line.ts";

const small = ["36", "37", "38", "39", "40", "41"];
const large = ["39", "40", "41", "42", "43", "44", "45", "46"];

/** Sizes are European. */
export const shoes: Line = {
  handle: "shoes",
  title: "Shoes",
  sizes: large,
  care: "Brush clean, and let dry away from heat with shoe trees or paper inside.",
  cuts: [
    {
      name: "Court Sneakers",
      shape: "sneakers",
      price: 5900,
      sizes: ["36", "37", "38", "39", "40", "41", "42", "43", "44", "45", "46"],
      in: ["Canvas", "Leather", "Suede"],
      text: "Low sneakers with clean lines, a padded collar and a stitched rubber sole.",
    },
    {
      name: "Slip-On Sneakers",
      shape: "slip-ons",
      price: 4900,
      sizes: small,
      in: ["Canvas", "Hemp", "Leather", "Suede"],
      text: "Laceless sneakers with elastic gores and a cushioned insole.",
    },
    {
      name: "Runners",
      shape: "sneakers",
      price: 7900,
      in: ["Recycled Nylon", "Wool", "Suede"],
      text: "Light runners with a springy midsole and a heel tab that does not rub.",
    },
    {
      name: "Penny Loafers",
      shape: "loafers",
      price: 7500,
      in: ["Leather", "Suede", "Patent Leather"],
      text: "Hand-sewn moccasin loafers with the classic strap and a low stacked heel.",
    },
    {
      name: "Derby Shoes",
      shape: "derbies",
      price: 7900,
      in: ["Leather", "Suede", "Patent Leather"],
      text: "Open-laced derbies with a round toe and a welted sole that can be replaced.",
    },
    {
      name: "Chelsea Boots",
      shape: "chelsea-boots",
      price: 8500,
      in: ["Leather", "Waxed Leather", "Suede"],
      text: "Ankle boots with elastic sides, a pull tab and a slim silhouette.",
    },
    {
      name: "Desert Boots",
      shape: "lace-boots",
      price: 6900,
      in: ["Leather", "Waxed Leather", "Suede"],
      text: "Unlined ankle boots with two pairs of eyelets and a natural crepe sole.",
    },
    {
      name: "Lace-Up Boots",
      shape: "lace-boots",
      price: 9500,
      in: ["Leather", "Waxed Leather", "Suede"],
      text: "Sturdy boots with a padded collar, speed hooks and a lugged rubber sole.",
    },
    {
      name: "House Slippers",
      shape: "slip-ons",
      price: 3500,
      sizes: small,
      in: ["Wool", "Lambswool", "Suede"],
      text: "Closed slippers with a felted footbed and a thin rubber sole for the doorstep.",
    },
    {
      name: "Espadrilles",
      shape: "slip-ons",
      price: 3900,
      sizes: small,
      in: ["Canvas", "Linen"],
      text: "Summer espadrilles on a braided jute sole, stitched by hand.",
    },
  ],
};
