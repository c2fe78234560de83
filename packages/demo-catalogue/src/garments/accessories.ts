import type { Line } from "./line.ts";

export const accessories: Line = {
  handle: "accessories",
  title: "Accessories",
  sizes: ["One Size"],
  cuts: [
    {
      name: "Scarf",
      shape: "scarf",
      price: 3500,
      in: ["Linen", "Merino", "Lambswool", "Alpaca", "Cashmere", "Silk"],
      text: "A generous scarf, 180 by 35 centimeters, with a short fringe.",
    },
    {
      name: "Beanie",
      shape: "beanie",
      price: 2400,
      in: ["Organic Cotton", "Merino", "Lambswool", "Alpaca", "Cashmere"],
      text: "A ribbed beanie with a deep cuff to turn up over the ears.",
    },
    {
      name: "Cap",
      shape: "cap",
      price: 2500,
      in: ["Cotton Twill", "Corduroy", "Linen", "Wool"],
      text: "A six-panel cap with a curved brim and an adjustable strap with a brass slide.",
    },
    {
      name: "Socks",
      shape: "socks",
      price: 1200,
      sizes: ["S", "M", "L"],
      in: ["Organic Cotton", "Merino", "Cashmere"],
      text: "Ribbed mid-calf socks with a reinforced heel and a flat toe seam.",
    },
    {
      name: "Belt",
      shape: "belt",
      price: 2500,
      sizes: ["S", "M", "L", "XL"],
      in: ["Canvas", "Leather", "Waxed Leather", "Suede"],
      text: "A belt 35 millimeters wide with a solid brass buckle and five holes.",
    },
    {
      name: "Tote Bag",
      shape: "tote",
      price: 3500,
      in: ["Canvas", "Hemp", "Denim", "Waxed Cotton", "Leather"],
      text: "An open tote with an inside pocket, wide enough for a laptop and a loaf of bread.",
    },
    {
      name: "Crossbody Bag",
      shape: "crossbody",
      price: 4900,
      in: ["Recycled Nylon", "Leather", "Suede"],
      text: "A compact bag with a flap, a zipped compartment and a strap that adjusts.",
    },
  ],
};
