import type { Line } from "./line.ts";

export const shirts: Line = {
  handle: "shirts",
  title: "Shirts",
  sizes: ["S", "M", "L", "XL", "XXL"],
  cuts: [
    {
      name: "Button-Down Shirt",
      shape: "shirt",
      price: 4900,
      in: ["Oxford Cotton", "Poplin", "Chambray", "Flannel", "Linen"],
      text: "A regular shirt with a soft button-down collar, a chest pocket and a box pleat at the back.",
    },
    {
      name: "Camp-Collar Shirt",
      shape: "camp-shirt",
      price: 4500,
      in: ["Linen", "Lyocell", "Seersucker", "Poplin", "Viscose"],
      text: "A boxy short-sleeved shirt with an open collar and a straight hem, to wear untucked.",
    },
    {
      name: "Band-Collar Shirt",
      shape: "band-shirt",
      price: 4900,
      in: ["Linen", "Poplin", "Chambray", "Hemp"],
      text: "An easy-fitting shirt with a narrow stand-up collar and a curved hem.",
    },
    {
      name: "Work Shirt",
      shape: "work-shirt",
      price: 5500,
      in: ["Denim", "Chambray", "Flannel", "Corduroy", "Hemp"],
      text: "A roomy shirt with two flapped pockets and triple-stitched seams.",
    },
    {
      name: "Dress Shirt",
      shape: "shirt",
      price: 5900,
      in: ["Poplin", "Cotton Twill", "Pima Cotton"],
      text: "A tailored shirt with a spread collar, darts at the back and mitered cuffs.",
    },
    {
      name: "Relaxed Shirt",
      shape: "shirt",
      price: 4900,
      in: ["Linen", "Poplin", "Silk", "Lyocell"],
      text: "A loose shirt with dropped shoulders and a long, curved hem that looks right half tucked in.",
    },
    {
      name: "Short-Sleeve Shirt",
      shape: "short-shirt",
      price: 3900,
      in: ["Linen", "Seersucker", "Chambray", "Poplin"],
      text: "A summer shirt with a small pointed collar, short sleeves and corozo buttons.",
    },
  ],
};
