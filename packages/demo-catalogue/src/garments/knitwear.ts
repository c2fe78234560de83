import type { Line } from "./line.ts";

export const knitwear: Line = {
  handle: "knitwear",
  title: "Knitwear",
  sizes: ["XS", "S", "M", "L", "XL"],
  cuts: [
    {
      name: "Crew-Neck Sweater",
      shape: "sweater",
      price: 6500,
      in: ["Merino", "Lambswool", "Cashmere", "Alpaca", "Organic Cotton"],
      text: "A regular sweater with a ribbed crew neck, knitted to shape and linked by hand.",
    },
    {
      name: "V-Neck Sweater",
      shape: "v-neck-sweater",
      price: 6500,
      in: ["Merino", "Lambswool", "Cashmere", "Organic Cotton"],
      text: "A fine-gauge sweater with a V-neck that shows a collar and sits flat under a blazer.",
    },
    {
      name: "Turtleneck",
      shape: "turtleneck",
      price: 6900,
      in: ["Merino", "Lambswool", "Cashmere", "Alpaca"],
      text: "A close-fitting sweater with a high folded neck and long ribbed cuffs.",
    },
    {
      name: "Cardigan",
      shape: "cardigan",
      price: 7500,
      in: ["Merino", "Lambswool", "Cashmere", "Alpaca", "Organic Cotton"],
      text: "A buttoned cardigan with two patch pockets and a deep ribbed hem.",
    },
    {
      name: "Cable Sweater",
      shape: "cable-sweater",
      price: 7900,
      in: ["Merino", "Lambswool", "Alpaca", "Organic Cotton"],
      text: "A chunky sweater with cables down the front and moss stitch between them.",
    },
    {
      name: "Sweater Vest",
      shape: "vest",
      price: 5500,
      in: ["Merino", "Lambswool", "Cashmere", "Organic Cotton"],
      text: "A sleeveless V-neck to layer over a shirt, with ribbing at the neck, arms and hem.",
    },
    {
      name: "Half-Zip Sweater",
      shape: "half-zip",
      price: 7900,
      in: ["Merino", "Lambswool", "Cashmere", "Organic Cotton"],
      text: "A sweater with a stand-up collar and a matte metal zip to the breastbone.",
    },
  ],
};
