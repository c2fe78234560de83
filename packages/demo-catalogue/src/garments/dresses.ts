import type { Line } from "./line.ts";

export const dresses: Line = {
  handle: "dresses",
  title: "Dresses",
  sizes: ["XS", "S", "M", "L", "XL"],
  cuts: [
    {
      name: "Shirt Dress",
      shape: "shirt-dress",
      price: 7500,
      in: ["Poplin", "Linen", "Chambray", "Denim", "Lyocell"],
      text: "A buttoned dress with a shirt collar, short sleeves and a belt of the same cloth.",
    },
    {
      name: "Wrap Dress",
      shape: "wrap-dress",
      price: 7900,
      in: ["Viscose", "Crepe", "Linen", "Silk"],
      text: "A true wrap dress that ties at the waist, with a V-neck and a flared skirt.",
    },
    {
      name: "Slip Dress",
      shape: "slip-dress",
      price: 6900,
      in: ["Satin", "Viscose", "Lyocell", "Silk"],
      text: "A bias-cut slip with fine adjustable straps, falling to mid-calf.",
    },
    {
      name: "T-Shirt Dress",
      shape: "tee-dress",
      price: 4500,
      in: ["Organic Cotton", "Heavy Cotton", "Slub Cotton", "Lyocell"],
      text: "A straight, knee-length dress as easy as a T-shirt, with hidden side pockets.",
    },
    {
      name: "Sweater Dress",
      shape: "sweater-dress",
      price: 8900,
      in: ["Merino", "Lambswool", "Cashmere", "Organic Cotton"],
      text: "A long-sleeved knitted dress with a crew neck and a ribbed hem at the knee.",
    },
    {
      name: "Midi Dress",
      shape: "midi-dress",
      price: 7900,
      in: ["Poplin", "Linen", "Seersucker", "Viscose", "Crepe"],
      text: "A fitted bodice over a full skirt to mid-calf, with pockets in the seams and a zip at the side.",
    },
    {
      name: "Pinafore Dress",
      shape: "pinafore",
      price: 6900,
      in: ["Cotton Twill", "Linen", "Denim", "Corduroy"],
      text: "A sleeveless pinafore with a square bib and buttoned straps, made for layering.",
    },
  ],
};
