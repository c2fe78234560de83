import type { Line } from "./line.ts";

export const tShirts: Line = {
  handle: "t-shirts",
  title: "T-Shirts",
  sizes: ["XS", "S", "M", "L", "XL", "XXL"],
  cuts: [
    {
      name: "Crew-Neck Tee",
      shape: "tee",
      price: 1900,
      in: ["Organic Cotton", "Heavy Cotton", "Pima Cotton", "Slub Cotton", "Linen", "Merino"],
      text: "The everyday T-shirt: a regular fit, a ribbed crew neck and a taped shoulder seam.",
    },
    {
      name: "V-Neck Tee",
      shape: "v-neck-tee",
      price: 1900,
      in: ["Organic Cotton", "Pima Cotton", "Slub Cotton", "Linen", "Merino"],
      text: "A T-shirt with a shallow V-neck that stays flat under a sweater or jacket.",
    },
    {
      name: "Boxy Tee",
      shape: "tee",
      price: 2400,
      in: ["Organic Cotton", "Heavy Cotton", "Hemp", "Linen"],
      text: "A wide, slightly cropped T-shirt with dropped shoulders and a high neck.",
    },
    {
      name: "Pocket Tee",
      shape: "pocket-tee",
      price: 2200,
      in: ["Organic Cotton", "Heavy Cotton", "Slub Cotton", "Hemp"],
      text: "A straight T-shirt with a chest pocket and twin-needle hems.",
    },
    {
      name: "Scoop-Neck Tee",
      shape: "scoop-neck-tee",
      price: 2200,
      in: ["Pima Cotton", "Slub Cotton", "Lyocell"],
      text: "A close-fitting T-shirt with a low, rounded neckline and short sleeves.",
    },
    {
      name: "Long-Sleeve Tee",
      shape: "long-sleeve-tee",
      price: 2900,
      in: ["Organic Cotton", "Heavy Cotton", "Pima Cotton", "Hemp", "Merino"],
      text: "A long-sleeved T-shirt, regular in the body and neat at the cuffs, to wear alone or under a shirt.",
    },
    {
      name: "Henley",
      shape: "henley",
      price: 3200,
      in: ["Slub Cotton", "Waffle Cotton", "Merino"],
      text: "A collarless long-sleeved top with a three-button placket and ribbed cuffs.",
    },
  ],
};
